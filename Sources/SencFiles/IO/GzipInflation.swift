import CZlib

/// What is wrong with a gzip file that is inflated as a whole.
public enum GzipFault: Error, Localizable, Equatable {
    /// The data ends before the last member does.
    case truncated
    /// The data is not what gzip writes, or has another checksum.
    case corrupt(reason: Message)
    /// It holds more than files of its size do that are no decompression bombs.
    case tooLarge(limit: Int)

    public var message: Message {
        switch self {
        case .truncated: "the compressed data ends too early"
        case .corrupt(let reason): "the compressed data is corrupt: \(reason)"
        case .tooLarge(let limit):
            """
            the compressed data holds over \(limit) bytes; unpack the file with gunzip if you trust \
            it
            """
        }
    }
}

/// Inflates the bytes of a gzip file of one member or several (RFC 1952) to memory. Zeros after a
/// member are padding; anything else there must be another member.
package struct GzipInflation: ~Copyable {
    /// What every member starts with, deflate being the only method there is.
    package static let magic: [UInt8] = [0x1F, 0x8B, 0x08]
    /// Any file may inflate to that many bytes.
    package static let freeBytes = 1 << 26
    /// A larger one to that many times its size: vectors written as text compress 2 to 6 times,
    /// bombs a thousand times.
    package static let maximumRatio = 16
    /// No file may inflate to more.
    package static let maximumBytes = 1 << 36

    private let input: UnsafeRawBufferPointer
    /// zlib keeps the address, so the stream has one of its own.
    private let stream: UnsafeMutablePointer<z_stream>
    private var position = 0

    /// - Parameter input: valid while the value lives.
    fileprivate init(_ input: UnsafeRawBufferPointer) throws(GzipFault) {
        self.input = input
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let status = inflate_init_gzip(stream)
        guard status == Z_OK else { throw .corrupt(reason: "zlib status \(status)") }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Inflates the next bytes of the member that `position` is in.
    /// - Returns: how many were written, and whether the member ended.
    fileprivate mutating func step(
        into output: UnsafeMutableRawBufferPointer
    ) throws(GzipFault) -> (written: Int, isEnd: Bool) {
        let given = min(input.count - position, Int(Int32.max))
        let room = min(output.count, Int(Int32.max))
        // zlib reads through this pointer alone.
        stream.pointee.next_in = UnsafeMutablePointer(
            mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        ).map { $0 + position }
        stream.pointee.avail_in = UInt32(given)
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(room)
        let status = inflate(stream, Z_NO_FLUSH)
        position += given - Int(stream.pointee.avail_in)
        let written = room - Int(stream.pointee.avail_out)
        switch status {
        case Z_STREAM_END: return (written, true)
        case Z_OK, Z_BUF_ERROR:
            if written == 0, position == input.count { throw .truncated }
            return (written, false)
        default:
            throw .corrupt(
                reason: stream.pointee.msg.map { Message(verbatim: String(cString: $0)) }
                    ?? "zlib status \(status)")
        }
    }

    /// Whether another member follows the one that ended.
    fileprivate mutating func nextMember() throws(GzipFault) -> Bool {
        while position < input.count, input[position] == 0 { position += 1 }
        guard position < input.count else { return false }
        guard input[position...].starts(with: Self.magic) else {
            throw .corrupt(reason: "other bytes after the last member")
        }
        inflateReset(stream)
        return true
    }
}

extension MappedFile {
    package var isGzip: Bool { bytes.starts(with: GzipInflation.magic) }

    /// What a gzip file of some size may inflate to.
    package static func inflationLimit(compressed: Int) -> Int {
        let product = compressed.multipliedReportingOverflow(by: GzipInflation.maximumRatio)
        guard !product.overflow else { return GzipInflation.maximumBytes }
        return min(product.partialValue + GzipInflation.freeBytes, GzipInflation.maximumBytes)
    }

    /// The file's content, inflated to memory.
    /// - Parameter start: inflates no more than that many bytes; `nil` for all.
    package func inflated(start: Int? = nil) throws(GzipFault) -> MappedFile {
        let limit = Self.inflationLimit(compressed: bytes.count)
        var memory = UnsafeMutableRawBufferPointer.allocate(
            byteCount: start ?? firstCapacity(limit: limit), alignment: 16)
        var count = 0
        do {
            try inflate(to: &memory, &count, limit: limit, start: start)
        } catch {
            memory.deallocate()
            throw error
        }
        return MappedFile(path: path, owning: memory, count: count)
    }

    /// The size that the last member notes of itself (its lowest 32 bits), and a byte to see the
    /// end by. Memory that is never written to costs nothing.
    private func firstCapacity(limit: Int) -> Int {
        guard bytes.count >= 4 else { return 1 }
        let noted = UInt32(
            littleEndian: bytes.loadUnaligned(fromByteOffset: bytes.count - 4, as: UInt32.self))
        return min(max(Int(noted), 1 << 16), limit) + 1
    }

    private func inflate(
        to memory: inout UnsafeMutableRawBufferPointer, _ count: inout Int, limit: Int,
        start: Int?
    ) throws(GzipFault) {
        var inflation = try GzipInflation(bytes)
        defer { withExtendedLifetime(self) {} }
        while true {
            if count == memory.count {
                if start != nil { return }
                let larger = UnsafeMutableRawBufferPointer.allocate(
                    byteCount: min(memory.count * 2, limit + 1), alignment: 16)
                larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<count]))
                memory.deallocate()
                memory = larger
            }
            let step = try inflation.step(
                into: UnsafeMutableRawBufferPointer(rebasing: memory[count...]))
            count += step.written
            guard count <= limit else { throw .tooLarge(limit: limit) }
            if step.isEnd {
                guard try inflation.nextMember() else { return }
            }
        }
    }
}
