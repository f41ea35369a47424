internal import CDecompression
internal import SencFiles

/// Reads xz files of one stream or several.
final class XZDecompressor: Decompressor {
    /// What a file may ask for; `xz -9` asks for 65 MiB.
    private static let memoryLimit: UInt64 = 128 << 20

    private let code: xz_code_function
    private let end: xz_end_function
    private let stream: UnsafeMutablePointer<xz_stream>
    private(set) var mayEnd = false

    /// - Returns: `nil` if no such library can be loaded.
    init?(_ libraryFiles: [String]) {
        guard let library = DynamicLibrary(libraryFiles),
            let decoder = library.function("lzma_stream_decoder", xz_decoder_function.self),
            let code = library.function("lzma_code", xz_code_function.self),
            let end = library.function("lzma_end", xz_end_function.self)
        else { return nil }
        (self.code, self.end) = (code, end)
        stream = .allocate(capacity: 1)
        stream.initialize(to: xz_stream())
        guard decoder(stream, Self.memoryLimit, UInt32(XZ_CONCATENATED)) == 0 else {
            return nil
        }
    }

    deinit {
        end(stream)
        stream.deallocate()
    }

    func decompress(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, isLast: Bool
    ) throws(DecompressionFault) -> (taken: Int, written: Int) {
        if mayEnd { return (0, 0) }
        stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = input.count
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = output.count
        let status = code(stream, Int32(isLast ? XZ_FINISH : XZ_RUN))
        switch Int(status) {
        case XZ_OK, XZ_BUFFER: break
        case XZ_STREAM_END: mayEnd = true
        case XZ_MEMORY_LIMIT:
            throw DecompressionFault(
                reason: "it asks for more than \(Self.memoryLimit >> 20) MiB of memory")
        default: throw DecompressionFault(reason: "liblzma status \(status)")
        }
        return (input.count - stream.pointee.avail_in, output.count - stream.pointee.avail_out)
    }
}
