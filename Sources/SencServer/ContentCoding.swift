import CZlib
import NIOHTTP1

/// How a request's body is compressed.
enum ContentCoding: Sendable, Equatable {
    case identity
    case gzip
    /// By its name zlib's format; some clients send bare deflate.
    case deflate
    case unknown(String)

    init(_ headers: HTTPHeaders) {
        let transfer = headers["transfer-encoding"].joined(separator: ",").lowercased()
        guard transfer.isEmpty || transfer == "chunked" else {
            self = .unknown(transfer)
            return
        }
        let name = headers["content-encoding"].joined(separator: ",").lowercased()
        self =
            switch name {
            case "", "identity": .identity
            case "gzip", "x-gzip": .gzip
            case "deflate": .deflate
            default: .unknown(name)
            }
    }

    enum Fault: Error {
        /// More than the limit.
        case tooLarge
        /// The handler has no room.
        case noRoom
        case unreadable(String)
    }

    private static let pieceBytes = 256 << 10

    /// Decompresses a body, some at a time, so that others get to run.
    /// - Parameters:
    ///   - limit: the most bytes of the result.
    ///   - reserve: whether there is room for so many more.
    func decoded(
        _ bytes: [UInt8], limit: Int, reserve: (Int) -> Bool
    ) async throws(Fault) -> [UInt8] {
        if case .identity = self { return bytes }
        // An empty body is none, whatever it is said to be.
        if bytes.isEmpty { return [] }
        let inflation = try Inflation(bytes, windowBits: windowBits(bytes))
        var result: [UInt8] = []
        while true {
            let room = min(Self.pieceBytes, limit - result.count) + 1
            let (piece, isEnd) = try inflation.next(room)
            guard result.count + piece.count <= limit else { throw .tooLarge }
            guard reserve(piece.count) else { throw .noRoom }
            result.append(contentsOf: piece)
            if isEnd { return result }
            await Task.yield()
        }
    }

    /// What zlib calls a window: 15 is the largest, 16 more is gzip's format, a negative one bare
    /// deflate.
    private func windowBits(_ bytes: [UInt8]) -> Int32 {
        if self == .gzip { return 15 + 16 }
        let isZlib =
            bytes.count >= 2 && bytes[0] & 0x0F == 8
            && (Int(bytes[0]) << 8 | Int(bytes[1])) % 31 == 0
        return isZlib ? 15 : -15
    }
}

/// zlib's state between two pieces.
private final class Inflation: Sendable {
    private let input: [UInt8]
    // zlib keeps the address, so the stream has one of its own. One task uses it.
    nonisolated(unsafe) private let stream: UnsafeMutablePointer<z_stream>
    nonisolated(unsafe) private var position = 0

    init(_ input: [UInt8], windowBits: Int32) throws(ContentCoding.Fault) {
        self.input = input
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let size = Int32(MemoryLayout<z_stream>.size)
        guard inflateInit2_(stream, windowBits, ZLIB_VERSION, size) == Z_OK else {
            throw .unreadable("zlib has no memory")
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// - Returns: no more than `count` bytes, and whether they are the last ones.
    func next(_ count: Int) throws(ContentCoding.Fault) -> (bytes: [UInt8], isEnd: Bool) {
        var status = Z_OK
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { output, filled in
            input.withUnsafeBufferPointer { input in
                let given = input.count - position
                // zlib reads through this pointer alone.
                stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                    .map { $0 + position }
                stream.pointee.avail_in = UInt32(clamping: given)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(count)
                status = inflate(stream, Z_NO_FLUSH)
                position += Int(UInt32(clamping: given) - stream.pointee.avail_in)
                filled = count - Int(stream.pointee.avail_out)
            }
        }
        switch status {
        case Z_STREAM_END:
            if position == input.count { return (bytes, true) }
            // Members of gzip may follow each other.
            guard input[position...].starts(with: [0x1F, 0x8B]) else {
                throw .unreadable("bytes follow the compressed data")
            }
            inflateReset(stream)
            return (bytes, false)
        case Z_OK, Z_BUF_ERROR:
            if bytes.count < count, position == input.count {
                throw .unreadable("the compressed data ends too early")
            }
            return (bytes, false)
        default: throw .unreadable("the compressed data is corrupt")
        }
    }
}
