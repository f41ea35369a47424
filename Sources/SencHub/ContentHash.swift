internal import Crypto

/// The hash that names a file's bytes: SHA-256 for what git LFS keeps, git's own for the rest.
enum ContentHash: Hashable, Sendable {
    case sha256(String)
    /// SHA-1 of `blob SIZE\0` and the bytes.
    case gitBlob(String)

    /// - Parameter etag: an `ETag` header's value, with its quotes, weak or not; `nil` if it is
    ///   neither hash.
    init?(etag: String) {
        let text = etag.hasPrefix("W/") ? etag.dropFirst(2) : etag[...]
        let isQuoted = text.count >= 2 && text.hasPrefix("\"") && text.hasSuffix("\"")
        let digits = String(isQuoted ? text.dropFirst().dropLast() : text)
        guard digits.utf8.allSatisfy(Self.isHexadecimal) else { return nil }
        switch digits.utf8.count {
        case 64: self = .sha256(digits)
        case 40: self = .gitBlob(digits)
        default: return nil
        }
    }

    /// In lower case, as it is written in the cache's names.
    var digits: String {
        switch self {
        case .sha256(let digits), .gitBlob(let digits): digits
        }
    }

    static func isHexadecimal(_ byte: UInt8) -> Bool {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
            || UInt8(ascii: "a")...UInt8(ascii: "f") ~= byte
    }
}

/// The hash of bytes that come one after another.
struct RunningHash {
    private var sha256: SHA256?
    private var sha1 = Insecure.SHA1()

    /// - Parameter size: of the whole content, which a git hash begins with.
    init(like hash: ContentHash, size: Int) {
        switch hash {
        case .sha256: sha256 = SHA256()
        case .gitBlob:
            Array("blob \(size)\0".utf8).withUnsafeBytes { sha1.update(bufferPointer: $0) }
        }
    }

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        if sha256 != nil {
            sha256?.update(bufferPointer: bytes)
        } else {
            sha1.update(bufferPointer: bytes)
        }
    }

    /// The hash of all bytes so far in hexadecimal digits.
    var digits: String {
        sha256.map { Self.hexadecimal($0.finalize()) } ?? Self.hexadecimal(sha1.finalize())
    }

    private static func hexadecimal(_ digest: some Sequence<UInt8>) -> String {
        digest.reduce(into: "") { text, byte in
            text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
    }
}
