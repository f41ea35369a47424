internal import SencFiles

/// Addresses as messages show them.
enum Address {
    private static let secret = "***@"

    /// The address on one line, without what gives access: a user's name and password, which may
    /// stand before the last `@`, and what follows `?`, where storage has its signatures.
    static func shown(_ url: String) -> String {
        var bytes = Array(url.utf8)[...]
        var scheme = ""
        if let colon = bytes.firstRange(of: Array("://".utf8)) {
            scheme = String(decoding: bytes[..<colon.upperBound], as: UTF8.self)
            bytes = bytes[colon.upperBound...]
        }
        if let at = bytes.lastIndex(of: UInt8(ascii: "@")) {
            // Before `://`, too, a password may stand if the address is malformed.
            let isPlain = ["http://", "https://", "ftp://", ""].contains(scheme)
            scheme = (isPlain ? scheme : "") + secret
            bytes = bytes[(at + 1)...]
        }
        var rest = String(decoding: bytes.prefix { $0 != UInt8(ascii: "?") }, as: UTF8.self)
        if rest.utf8.count < bytes.count { rest += "?…" }
        return (scheme + rest).onOneLine()
    }
}
