import SencFiles

/// How a file is compressed, told by its first bytes whatever its name.
package enum Compression: String, CaseIterable, Sendable {
    case gzip, bzip2, xz, zstd

    /// Bytes that tell them apart.
    static let magicBytes = 10
    /// What every member of a gzip file starts with (RFC 1952, section 2.3.1).
    static let gzipMagic: [UInt8] = [0x1F, 0x8B]

    /// - Parameter head: a file's first `magicBytes` bytes, or all if it has fewer.
    init?(head: some Collection<UInt8>) {
        let head = Array(head)
        if head.starts(with: Self.gzipMagic) {
            self = .gzip
        } else if head.starts(with: Array("BZh".utf8)), head.count >= 10,
            0x31...0x39 ~= head[3], Self.bzip2Blocks.contains(Array(head[4..<10]))
        {
            self = .bzip2
        } else if head.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) {
            self = .xz
        } else if head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) || Self.isSkippableFrame(head) {
            self = .zstd
        } else {
            return nil
        }
    }

    /// What a block or the end of a bzip2 stream starts with: "BZh1" alone may start a text.
    private static let bzip2Blocks: [[UInt8]] = [
        [0x31, 0x41, 0x59, 0x26, 0x53, 0x59], [0x17, 0x72, 0x45, 0x38, 0x50, 0x90],
    ]

    /// A frame of zstd's without content (RFC 8878, section 3.1.2), with which some writers begin.
    private static func isSkippableFrame(_ head: [UInt8]) -> Bool {
        head.count >= 4 && head[0] & 0xF0 == 0x50 && head[1...3].elementsEqual([0x2A, 0x4D, 0x18])
    }

    /// The ends of names that say so.
    static let nameExtensions: Set<Substring> = [
        "gz", "gzip", "bz2", "bzip2", "xz", "zst", "zstd",
    ]

    /// The library that reads it; zlib is always there.
    package var library: String {
        switch self {
        case .gzip: "zlib"
        case .bzip2: "libbz2"
        case .xz: "liblzma"
        case .zstd: "libzstd"
        }
    }

    /// Whether the library can be loaded.
    package var isReadable: Bool { self == .gzip || DynamicLibrary(libraryFiles) != nil }

    /// The names that the dynamic loader knows the library by.
    var libraryFiles: [String] {
        #if os(Linux)
        switch self {
        case .gzip: []
        case .bzip2: ["libbz2.so.1.0", "libbz2.so.1"]
        case .xz: ["liblzma.so.5"]
        case .zstd: ["libzstd.so.1"]
        }
        #else
        let names: [String] =
            switch self {
            case .gzip: []
            case .bzip2: ["libbz2.1.0.dylib"]
            case .xz: ["liblzma.5.dylib"]
            case .zstd: ["libzstd.1.dylib"]
            }
        return names.flatMap { name in
            ["/usr/lib/", "/opt/homebrew/lib/", "/usr/local/lib/"].map { $0 + name }
        }
        #endif
    }
}
