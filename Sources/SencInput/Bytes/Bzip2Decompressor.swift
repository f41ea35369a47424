internal import CDecompression
internal import SencFiles

/// Reads bzip2 files of one stream or several.
final class Bzip2Decompressor: Decompressor {
    private let initialize: bzip2_init_function
    private let decompress: bzip2_decompress_function
    private let end: bzip2_end_function
    /// The library keeps the address, so the stream has one of its own.
    private let stream: UnsafeMutablePointer<bzip2_stream>
    private var isOpen = false
    private(set) var mayEnd = false

    /// - Returns: `nil` if no such library can be loaded.
    init?(_ libraryFiles: [String]) {
        guard let library = DynamicLibrary(libraryFiles),
            let initialize = library.function("BZ2_bzDecompressInit", bzip2_init_function.self),
            let decompress = library.function("BZ2_bzDecompress", bzip2_decompress_function.self),
            let end = library.function("BZ2_bzDecompressEnd", bzip2_end_function.self)
        else { return nil }
        (self.initialize, self.decompress, self.end) = (initialize, decompress, end)
        stream = .allocate(capacity: 1)
        stream.initialize(to: bzip2_stream())
    }

    deinit {
        if isOpen { _ = end(stream) }
        stream.deallocate()
    }

    func decompress(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, isLast: Bool
    ) throws(DecompressionFault) -> (taken: Int, written: Int) {
        if !isOpen {
            if input.isEmpty { return (0, 0) }
            stream.pointee = bzip2_stream()
            guard initialize(stream, 0, 0) == Int32(BZIP2_OK) else {
                throw DecompressionFault(reason: "libbz2 cannot begin")
            }
            isOpen = true
        }
        let room = min(output.count, Int(Int32.max))
        stream.pointee.next_in = UnsafeMutableRawPointer(mutating: input.baseAddress)?
            .assumingMemoryBound(to: CChar.self)
        stream.pointee.avail_in = UInt32(input.count)
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: CChar.self)
        stream.pointee.avail_out = UInt32(room)
        let status = decompress(stream)
        let taken = input.count - Int(stream.pointee.avail_in)
        let written = room - Int(stream.pointee.avail_out)
        switch status {
        case Int32(BZIP2_OK):
            mayEnd = false
        case Int32(BZIP2_STREAM_END):
            _ = end(stream)
            isOpen = false
            mayEnd = true
        case Int32(BZIP2_WRONG_START):
            throw DecompressionFault(
                reason: mayEnd ? "other bytes after the last stream" : "a wrong start")
        default:
            throw DecompressionFault(reason: "libbz2 status \(status)")
        }
        return (taken, written)
    }
}
