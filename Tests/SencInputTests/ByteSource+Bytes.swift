import SencInput
import Testing

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
