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

    /// A hash of this kind that the content's bytes are to be given.
    /// - Parameter size: of the whole content, which a git hash begins with.
    /// - Throws: `HubError.noHashLibrary`.
    func running(size: Int) throws -> RunningHash {
        switch self {
        case .sha256: return try RunningHash(.sha256)
        case .gitBlob: return try RunningHash.git(size: size)
        }
    }

    static func isHexadecimal(_ byte: UInt8) -> Bool {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
            || UInt8(ascii: "a")...UInt8(ascii: "f") ~= byte
    }
}
