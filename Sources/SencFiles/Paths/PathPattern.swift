/// A pattern for paths, by git's rules (gitignore(5), and wildmatch.c and dir.c of git 2.39).
///
/// `*` and `?` match anything but a slash, `[…]` one character of a class, `**` between slashes any
/// directories, and `\` makes the next character an ordinary one. A pattern without a slash but at
/// its end matches a name at any depth; one with a slash, the path from the pattern's directory on.
/// A slash at the end has it match directories alone.
///
/// A match takes at most as many steps as the pattern and the path have characters, multiplied.
package struct PathPattern: Sendable, Equatable {
    /// Whether it begins with `!`, which takes back what patterns before it match.
    package let isNegated: Bool
    let isForDirectories: Bool
    /// Whether it is compared with the last component alone.
    let isForNames: Bool
    let shape: Shape

    /// What the pattern is, told at once for the usual ones.
    enum Shape: Sendable, Equatable {
        case literal([UInt8])
        /// `*` and what a name ends with.
        case suffix([UInt8])
        case general([WildcardToken])
        /// It breaks off in the middle, and matches nothing.
        case malformed
    }

    /// - Parameter line: a line of an ignore file, without its end.
    /// - Returns: `nil` for blank lines and comments.
    package init?(ignoreLine line: some Collection<UInt8>) {
        var text = Array(line)
        if text.last == UInt8(ascii: "\r") { text.removeLast() }
        guard text.first != UInt8(ascii: "#") else { return nil }
        Self.trimSpaces(&text)
        guard !text.isEmpty else { return nil }
        self.init(text[...])
    }

    /// - Parameter argument: as in an ignore file, and `./` may stand for the slash that binds it to
    ///   the directory.
    package init(argument: FileName) {
        var text = argument.bytes[...]
        let isNegated = text.first == UInt8(ascii: "!")
        if isNegated { text.removeFirst() }
        if text.starts(with: Array("./".utf8)) { text.removeFirst() }
        self.init((isNegated ? [UInt8(ascii: "!")] : []) + text)
    }

    private init(_ pattern: ArraySlice<UInt8>) {
        let slash = UInt8(ascii: "/")
        var text = pattern
        isNegated = text.first == UInt8(ascii: "!")
        if isNegated { text.removeFirst() }
        isForDirectories = text.last == slash
        if isForDirectories { text.removeLast() }
        isForNames = !text.contains(slash)
        if text.first == slash { text.removeFirst() }
        shape = Self.shape(of: Array(text), isForNames: isForNames)
    }

    private static func shape(of text: [UInt8], isForNames: Bool) -> Shape {
        guard let first = text.firstIndex(where: WildcardToken.isSpecial) else {
            return .literal(text)
        }
        if isForNames, text[0] == UInt8(ascii: "*"),
            !text.dropFirst().contains(where: WildcardToken.isSpecial)
        {
            return .suffix(Array(text.dropFirst()))
        }
        return WildcardToken.tokens(of: text, literalCount: first).map(Shape.general) ?? .malformed
    }

    /// Drops spaces at the end, but those behind a backslash.
    private static func trimSpaces(_ text: inout [UInt8]) {
        var end = 0
        var position = 0
        while position < text.count {
            if text[position] == UInt8(ascii: "\\") {
                position += 2
                // A backslash at the end keeps everything.
                end = min(position, text.count)
            } else {
                position += 1
                if text[position - 1] != UInt8(ascii: " ") { end = position }
            }
        }
        text.removeSubrange(end...)
    }

    /// Whether the pattern matches a path.
    /// - Parameters:
    ///   - path: from the pattern's directory on, without a slash at its end.
    ///   - name: its last component.
    package func matches(
        path: some RandomAccessCollection<UInt8>, name: ArraySlice<UInt8>, isDirectory: Bool
    ) -> Bool {
        if isForDirectories, !isDirectory { return false }
        return isForNames ? matches(name) : matches(path)
    }

    private func matches(_ text: some RandomAccessCollection<UInt8>) -> Bool {
        switch shape {
        case .literal(let literal): text.elementsEqual(literal)
        case .suffix(let suffix): text.suffix(suffix.count).elementsEqual(suffix)
        case .general(let tokens): WildcardToken.match(tokens, Array(text))
        case .malformed: false
        }
    }
}
