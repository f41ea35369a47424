/// What a server answered, but for the body.
struct HTTPResponse: Equatable, Sendable {
    var status = 0
    /// By their names in lower case; the last of a name counts.
    var headers: [String: String] = [:]
    /// The absolute address that the answer sends elsewhere to.
    var redirection: String?

    subscript(header: String) -> String? { headers[header] }

    /// A header that is a number of bytes, or of seconds.
    func count(_ header: String) -> Int? {
        self[header].flatMap { $0.utf8.allSatisfy { 0x30...0x39 ~= $0 } ? Int($0) : nil }
    }

    /// Takes a line of the head, the status line among them.
    mutating func append(line: String) {
        if line.hasPrefix("HTTP/") {
            // One more answer to the same request, after an interim one.
            let words = line.split(separator: " ", maxSplits: 2)
            self = HTTPResponse(status: words.count > 1 ? Int(words[1]) ?? 0 : 0)
            return
        }
        guard let colon = line.firstIndex(of: ":") else { return }
        let value = line[line.index(after: colon)...]
        headers[line[..<colon].lowercased()] = Self.trimmed(value)
    }

    private static func trimmed(_ text: Substring) -> String {
        func isSpace(_ character: Character) -> Bool { character.isWhitespace }
        guard let first = text.firstIndex(where: { !isSpace($0) }),
            let last = text.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(text[first...last])
    }
}
