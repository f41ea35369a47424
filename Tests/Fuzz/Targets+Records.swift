import SencInput

extension FuzzTarget {
    static let records = [
        record("lines", "a.txt", .text), record("gzip", "a.txt.gz", .text),
        record("jsonl", "a.jsonl", .jsonLines(field: "text", id: nil)),
        record("csv", "a.csv", .delimited(by: UInt8(ascii: ","), field: "text", id: nil)),
        record("tsv", "a.tsv", .delimited(by: UInt8(ascii: "\t"), field: "text", id: "id")),
        record("table", "a.txt", .either(field: nil, id: nil)),
        FuzzTarget("passages", file: "a.txt") { path, _ in
            for unit in PassageUnit.allCases {
                let reader = try PassageReader(path: path, unit: unit) { text in
                    // Windows of 40 bytes that overlap, as those of tokens do.
                    stride(from: 0, to: text.utf8.count, by: 30).map {
                        $0..<min($0 + 40, text.utf8.count)
                    }
                }
                guard try reader.isText() else { return }
                while try reader.next() != nil {}
            }
        },
    ]

    private static func record(
        _ name: String, _ file: String, _ format: RecordFormat
    ) -> FuzzTarget {
        FuzzTarget(name, file: file) { path, _ in
            let reader = try RecordReader(path: path, format: format)
            while try reader.next() != nil {}
        }
    }
}
