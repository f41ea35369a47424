import SencFiles

/// Decompresses a piece of a file after the other.
protocol Decompressor: AnyObject {
    /// Decompresses as much as fits.
    /// - Parameters:
    ///   - input: the bytes that follow those taken so far; empty at the file's end alone.
    ///   - output: where results go, not empty.
    ///   - isLast: whether nothing follows the input.
    /// - Returns: how many bytes were taken and written; at least one of the two unless the input
    ///   is empty.
    /// - Throws: `DecompressionFault`.
    func decompress(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, isLast: Bool
    ) throws(DecompressionFault) -> (taken: Int, written: Int)

    /// Whether the file may end behind the bytes taken.
    var mayEnd: Bool { get }
}

/// What is wrong with compressed bytes, in the library's words.
struct DecompressionFault: Error {
    let reason: Message
}

/// The bytes of a file that a library decompresses as it is read.
final class CompressedBytes {
    private static let chunkSize = 1 << 17

    private let compression: Compression
    private let path: String
    private let decompressor: any Decompressor
    /// The compressed bytes that were read last, and which of them are still to be taken.
    private let chunk: UnsafeMutableRawBufferPointer
    private var left: Range<Int>
    private var isAtEnd = false

    /// - Parameters:
    ///   - head: the file's first bytes, which were read already.
    ///   - path: what errors call the file.
    init(_ compression: Compression, head: [UInt8], path: String) throws(InputError) {
        let decompressor: (any Decompressor)? =
            switch compression {
            case .gzip: nil
            case .bzip2: Bzip2Decompressor(compression.libraryFiles)
            case .xz: XZDecompressor(compression.libraryFiles)
            case .zstd: ZstandardDecompressor(compression.libraryFiles)
            }
        guard let decompressor else { throw .noLibrary(compression, path: path) }
        (self.compression, self.path, self.decompressor) = (compression, path, decompressor)
        chunk = .allocate(byteCount: Self.chunkSize, alignment: 16)
        chunk.copyBytes(from: head)
        left = 0..<head.count
    }

    deinit {
        chunk.deallocate()
    }

    /// Bytes that were read and are not decompressed yet.
    var waitingBytes: Int { left.count }

    /// Decompresses the next bytes.
    /// - Parameters:
    ///   - buffer: where they go, not empty.
    ///   - source: what the compressed bytes are read from.
    /// - Returns: how many bytes were written; 0 at the end alone.
    func read(
        into buffer: UnsafeMutableRawBufferPointer, from source: ByteSource
    ) throws(InputError) -> Int {
        while true {
            if left.isEmpty, !isAtEnd {
                let count = try source.readFile(into: chunk)
                left = 0..<count
                isAtEnd = count == 0
            }
            let (taken, written): (Int, Int)
            do {
                (taken, written) = try decompressor.decompress(
                    UnsafeRawBufferPointer(rebasing: chunk[left]), into: buffer, isLast: isAtEnd)
            } catch {
                throw .corrupt(compression, path: path, reason: error.reason)
            }
            left = (left.lowerBound + taken)..<left.upperBound
            if written > 0 { return written }
            guard isAtEnd else {
                guard taken > 0 || left.isEmpty else {
                    throw .corrupt(compression, path: path, reason: "nothing comes of it")
                }
                continue
            }
            guard decompressor.mayEnd else { throw .truncated(compression, path: path) }
            return 0
        }
    }
}
