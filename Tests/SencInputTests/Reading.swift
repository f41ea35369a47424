import SencFiles
import SencInput

extension RecordReader {
    /// All records of an input.
    static func all(
        _ path: String, _ format: RecordFormat = .text
    ) throws(InputError) -> [Record] {
        let reader = try RecordReader(path: path, format: format)
        var records: [Record] = []
        while let record = try reader.next() { records.append(record) }
        return records
    }
}

extension RecordFormat {
    static func csv(_ field: String, id: String? = nil) -> RecordFormat {
        .delimited(by: UInt8(ascii: ","), field: field, id: id)
    }
}

/// XXH64 of some bytes.
func digest(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash = XXHash64()
    Array(bytes).withUnsafeBytes { hash.update($0) }
    return hash.digest
}
