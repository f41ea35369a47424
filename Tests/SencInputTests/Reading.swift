import SencFiles
import SencInput
import Testing

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

extension ByteSource {
    /// All bytes of a source, read in pieces of `size`.
    static func bytes(of path: String, size: Int = 1000) throws -> [UInt8] {
        let source = try ByteSource(path: path)
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 1)
        defer { piece.deallocate() }
        var bytes: [UInt8] = []
        while case let count = try source.read(into: piece), count > 0 {
            bytes += piece[..<count]
        }
        #expect(source.bytesRead == source.size)
        return bytes
    }
}

/// XXH64 of some bytes.
func digest(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash = XXHash64()
    Array(bytes).withUnsafeBytes { hash.update($0) }
    return hash.digest
}
