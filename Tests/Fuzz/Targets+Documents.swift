import SencInput

extension FuzzTarget {
    static let documents = [document("html", "a.html"), document("markdown", "a.md")]

    private static func document(_ name: String, _ file: String) -> FuzzTarget {
        FuzzTarget(name, file: file) { path, _ in
            for unit in PassageUnit.allCases {
                let reader = try PassageReader(path: path, unit: unit) { text in
                    stride(from: 0, to: text.utf8.count, by: 30).map {
                        $0..<min($0 + 40, text.utf8.count)
                    }
                }
                guard try reader.isText() else { return }
                var last = 0
                while let passage = try reader.next() {
                    precondition(passage.lines.lowerBound >= 1 && passage.lines.upperBound >= last)
                    last = passage.lines.lowerBound
                }
            }
        }
    }
}
