internal import CDecompression
internal import SencFiles

/// Reads zstd files of one frame or several. The library takes no window of more than 128 MiB.
final class ZstandardDecompressor: Decompressor {
    private let decompress: zstd_decompress_function
    private let free: zstd_free_function
    private let isError: zstd_is_error_function
    private let name: zstd_error_name_function
    private let stream: UnsafeMutableRawPointer
    private(set) var mayEnd = false

    /// - Returns: `nil` if no such library can be loaded.
    init?(_ libraryFiles: [String]) {
        guard let library = DynamicLibrary(libraryFiles),
            let create = library.function("ZSTD_createDStream", zstd_create_function.self),
            let decompress = library.function(
                "ZSTD_decompressStream", zstd_decompress_function.self),
            let free = library.function("ZSTD_freeDStream", zstd_free_function.self),
            let isError = library.function("ZSTD_isError", zstd_is_error_function.self),
            let name = library.function("ZSTD_getErrorName", zstd_error_name_function.self),
            let stream = create()
        else { return nil }
        (self.decompress, self.free, self.isError, self.name) = (decompress, free, isError, name)
        self.stream = stream
    }

    deinit {
        _ = free(stream)
    }

    func decompress(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, isLast: Bool
    ) throws(DecompressionFault) -> (taken: Int, written: Int) {
        if input.isEmpty, mayEnd { return (0, 0) }
        var source = zstd_input(bytes: input.baseAddress, size: input.count, position: 0)
        var target = zstd_output(bytes: output.baseAddress, size: output.count, position: 0)
        let left = decompress(stream, &target, &source)
        guard isError(left) == 0 else {
            throw DecompressionFault(
                reason: name(left).map { Message(verbatim: String(cString: $0)) }
                    ?? "libzstd status \(left)")
        }
        mayEnd = left == 0
        return (source.position, target.position)
    }
}
