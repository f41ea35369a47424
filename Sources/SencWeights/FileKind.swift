package import SencFiles

/// What a file is by its first bytes: weights, or something else that has a name.
package enum FileKind: Sendable, Equatable, Localizable {
    case weights(WeightFormat)
    /// A text that stands for a file kept elsewhere, by Git LFS.
    case pointer
    case empty
    case text
    case pickle(ofGensim: Bool)
    /// What a well-known format calls itself.
    case known(Message)
    /// A gzip file of something else than word vectors.
    case compressed
    case unknown

    /// Bytes that tell whether a file is text, or who wrote a pickle.
    private static let sampleBytes = 1 << 12
    /// Formats by their first bytes.
    private static let signatures: [(start: [UInt8], name: Message)] = [
        ([0x7F, 0x45, 0x4C, 0x46], "a program or library (ELF)"),
        ([0xCF, 0xFA, 0xED, 0xFE], "a program or library (Mach-O)"),
        (Array("MZ".utf8), "a Windows program or library"),
        (Array("BZh".utf8), "a bzip2 file; unpack it first"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "an xz file; unpack it first"),
        ([0x28, 0xB5, 0x2F, 0xFD], "a Zstandard file; unpack it first"),
        ([0x37, 0x7A, 0xBC, 0xAF], "a 7-Zip archive; unpack it first"),
        (Array("Rar!".utf8), "a RAR archive; unpack it first"),
        ([0x93] + Array("NUMPY".utf8), "a NumPy array (.npy)"),
        ([0x89] + Array("HDF\r\n".utf8), "an HDF5 file"),
        (Array("SQLite format 3".utf8), "an SQLite database"),
        (Array("PAR1".utf8), "a Parquet file"),
        (Array("ARROW1".utf8), "an Arrow file"),
        (Array("%PDF".utf8), "a PDF document"),
        ([0x89] + Array("PNG".utf8), "a PNG image"),
        ([0xFF, 0xD8, 0xFF], "a JPEG image"),
        (Array("GIF8".utf8), "a GIF image"),
        (Array("lmgg".utf8), "weights in GGML's old form; GGUF is read"),
        (Array("tjgg".utf8), "weights in GGML's old form; GGUF is read"),
    ]

    package init(of file: MappedFile) {
        let bytes = file.bytes
        let format = WeightFormat(of: file)
        if bytes.isEmpty {
            self = .empty
        } else if bytes.starts(with: Array("version https://git-lfs".utf8)) {
            self = .pointer
        } else if format == .pyTorch, bytes.starts(with: PyTorchArchive.start) {
            self = Self.archive(file)
        } else if format != .safetensors || ShardIndex.seemsToBe(file)
            || SafetensorsHeader.seemsToBe(file)
        {
            self = .weights(format)
        } else if let signature = Self.signatures.first(where: { bytes.starts(with: $0.start) }) {
            self = .known(signature.name)
        } else if file.isGzip {
            self = .compressed
        } else if bytes.count > 2, bytes[0] == 0x80, 2...5 ~= bytes[1] {
            let sample = Array(bytes.prefix(Self.sampleBytes))
            self = .pickle(ofGensim: sample.contains(Array("gensim".utf8)))
        } else {
            self = Self.isText(bytes.prefix(Self.sampleBytes)) ? .text : .unknown
        }
    }

    /// A ZIP file is a PyTorch archive if a pickle of tensors is in it.
    private static func archive(_ file: MappedFile) -> FileKind {
        do {
            _ = try PyTorchArchive(of: file)
            return .weights(.pyTorch)
        } catch {
            // The names of a ZIP file's entries stand at its end, too.
            let size = min(file.bytes.count, sampleBytes)
            let ends = Array(file.bytes.prefix(size)) + Array(file.bytes.suffix(size))
            return ends.contains(Array("data.pkl".utf8))
                ? .weights(.pyTorch) : .known("a ZIP archive; unpack it first")
        }
    }

    /// Whether bytes are those of a text, or of one that is cut behind them.
    private static func isText(_ bytes: some Collection<UInt8>) -> Bool {
        guard bytes.allSatisfy({ $0 >= 0x20 || (0x09...0x0D) ~= $0 }) else { return false }
        let text = String(decoding: bytes, as: UTF8.self)
        let broken = text.unicodeScalars.count { $0 == "\u{FFFD}" }
        return broken <= 3
    }

    package var message: Message {
        switch self {
        case .weights(let format): "\(format.rawValue) weights"
        case .pointer: "a Git LFS pointer"
        case .empty: "an empty file"
        case .text: "a text"
        case .pickle(let ofGensim):
            ofGensim
                ? "a pickle of gensim's; its save_word2vec_format writes what is read"
                : "a Python pickle"
        case .known(let name): name
        case .compressed: "a gzip file of something else than word vectors; unpack it first"
        case .unknown: "data of no known kind"
        }
    }
}

extension SafetensorsHeader {
    /// Whether a file begins with a length that a header may have, and a brace.
    fileprivate static func seemsToBe(_ file: MappedFile) -> Bool {
        guard file.bytes.count > lengthBytes else { return false }
        let length = UInt64(
            littleEndian: file.bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
        return length <= UInt64(HeaderFault.maximumBytes)
            && file.bytes[lengthBytes] == UInt8(ascii: "{")
    }
}
