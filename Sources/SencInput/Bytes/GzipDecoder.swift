import CZlib
import SencFiles

/// Inflates a gzip file of one member or several (RFC 1952) as it is read.
///
/// Zeros after a member are padding; anything else there must be another member.
final class GzipDecoder {
    private static let chunkSize = 1 << 17

    private let path: String
    /// zlib keeps the address, so the stream has one of its own.
    private let stream: UnsafeMutablePointer<z_stream>
    /// The compressed bytes that were read last.
    private let chunk: UnsafeMutableRawBufferPointer
    private var isInMember = true

    /// - Parameters:
    ///   - head: the file's first bytes, at most `chunkSize`, which were read already.
    ///   - path: what errors call the file.
    init(head: [UInt8], path: String) throws(InputError) {
        self.path = path
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        chunk = .allocate(byteCount: Self.chunkSize, alignment: 16)
        chunk.copyBytes(from: head)
        let status = inflate_init_gzip(stream)
        supply(head.count)
        guard status == Z_OK else { throw corruption(orElse: "zlib status \(status)") }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        chunk.deallocate()
    }

    /// Bytes that were read and are not inflated yet.
    var waitingBytes: Int { Int(stream.pointee.avail_in) }

    /// Inflates the next bytes.
    /// - Parameters:
    ///   - buffer: where they go, not empty.
    ///   - source: what the compressed bytes are read from.
    /// - Returns: how many bytes were written; 0 at the end alone.
    func read(
        into buffer: UnsafeMutableRawBufferPointer, from source: ByteSource
    ) throws(InputError) -> Int {
        let capacity = min(buffer.count, Int(UInt32.max))
        stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(capacity)
        while Int(stream.pointee.avail_out) == capacity {
            if stream.pointee.avail_in == 0 {
                let count = try source.readFile(into: chunk)
                if count == 0 {
                    if isInMember { throw .truncatedGzip(path: path) }
                    return 0
                }
                supply(count)
            }
            if isInMember { try inflateMember() } else { try skipPadding() }
        }
        return capacity - Int(stream.pointee.avail_out)
    }

    private func supply(_ count: Int) {
        stream.pointee.next_in = chunk.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(count)
    }

    private func inflateMember() throws(InputError) {
        switch inflate(stream, Z_NO_FLUSH) {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END:
            isInMember = false
            inflateReset(stream)
        case let status: throw corruption(orElse: "zlib status \(status)")
        }
    }

    private func skipPadding() throws(InputError) {
        while stream.pointee.avail_in > 0, let next = stream.pointee.next_in {
            guard next.pointee == 0 else {
                guard next.pointee == Compression.gzipMagic[0] else {
                    throw .corruptGzip(path: path, reason: "other bytes after the last member")
                }
                isInMember = true
                return
            }
            stream.pointee.next_in = next + 1
            stream.pointee.avail_in -= 1
        }
    }

    private func corruption(orElse reason: Message) -> InputError {
        let message = stream.pointee.msg.map { Message(verbatim: String(cString: $0)) }
        return .corruptGzip(path: path, reason: message ?? reason)
    }
}
