/// The texts for users in a file of Swift: literals that stand where a `Message` does.
///
/// That is in bodies and initial values of what is declared as one, in arguments of the functions
/// that take one, and behind the labels that parameters of that type have.
struct MessageSource {
    struct Text {
        /// With `%1`, `%2` … in place of the values.
        let key: String
        let valueCount: Int
        let place: String
    }

    /// Functions whose arguments without a label are texts.
    private static let functions: Set<String> = [
        "report", "show", "shown", "UsageError", "localized", "text", "Message", "notText",
        "known", "column", "Advice",
    ]
    /// Functions whose last argument is a text.
    private static let endings: Set<String> = [
        "invalid", "wrong", "unsuitable", "invalidTokenizer",
    ]
    private static let labels: Set<String> = [
        "problem", "reason", "expected", "missing", "seemsToBe", "valueName", "inPlaceOf",
        "language", "orElse", "consequence", "called", "found", "purpose",
    ]

    /// Functions of which arguments with these labels are texts.
    private static let labeled: [String: Set<String>] = [
        "Setting": ["name", "value", "source"], "note": ["name", "value"],
        "maximumTokens": ["source"],
    ]

    private(set) var texts: [Text] = []
    /// Literals with letters that are values of texts, and would stay in English.
    private(set) var untranslatable: [Text] = []

    private let path: String
    private let bytes: [UInt8]
    /// Variables that are declared as messages and get their values later.
    private let assigned: Set<String>

    /// - Parameter path: from `Sources` on.
    init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
        let tokens = SwiftToken.all(in: bytes, bytes.indices)
        let texts = tokens.map(\.text)
        assigned = Set(
            texts.indices.dropLast(4).filter {
                ["let", "var"].contains(texts[$0]) && texts[$0 + 2] == ":"
                    && texts[$0 + 3] == "Message" && texts[$0 + 4] == "\n"
            }.map { texts[$0 + 1] })
        walk(tokens, isText: false, isValue: false)
    }

    /// What stands between brackets.
    private struct Frame {
        let bracket: String
        /// The function whose arguments these are.
        var callee: String? = nil
        /// Whether these are parameters of a declaration.
        var isDeclaration = false
        /// Whether a literal here is a text.
        var isText = false
        /// Whether an initial value is that has not ended yet.
        var isInitial = false
        /// The token that begins the argument.
        var argument: Int
        var last: [Text] = []
    }

    /// - Parameters:
    ///   - isText: whether literals are texts at the outermost level.
    ///   - isValue: whether this is the code of a text's value.
    private mutating func walk(_ tokens: [SwiftToken], isText: Bool, isValue: Bool) {
        var frames = [Frame(bracket: "", isText: isText, argument: 0)]
        func word(_ index: Int) -> String {
            tokens.indices.contains(index) ? tokens[index].text : ""
        }
        for (index, token) in tokens.enumerated() {
            let frame = frames[frames.count - 1]
            switch token.kind {
            case .literal(let literal):
                let text = Text(
                    key: literal.key, valueCount: literal.values.count,
                    place: "\(path):\(1 + bytes[..<token.range.lowerBound].count { $0 == 10 })")
                let isEnding = frame.callee.map(Self.endings.contains) ?? false
                let isText = accepts(index, in: tokens, frame)
                if isText, text.hasLetters {
                    if isEnding, !hasLabel(frame, tokens) {
                        frames[frames.count - 1].last.append(text)
                    } else {
                        take(text, isValue: isValue)
                    }
                }
                for value in literal.values {
                    walk(SwiftToken.all(in: bytes, value), isText: isText, isValue: isText)
                }
            case .newline:
                let isContinued =
                    ["=", "?", ":", "??", "("].contains(word(index - 1))
                    || ["?", ":", ".", "??"].contains(next(after: index, in: tokens)?.text)
                if frame.isInitial, !isContinued {
                    frames[frames.count - 1].isInitial = false
                }
            case .sign where ["(", "[", "{"].contains(token.text):
                frames.append(opened(index, in: tokens, frame))
            case .sign where [")", "]", "}"].contains(token.text) && frames.count > 1:
                for text in frame.last { take(text, isValue: isValue) }
                frames.removeLast()
            case .sign where token.text == ",":
                frames[frames.count - 1].argument = index + 1
                frames[frames.count - 1].last = []
            case .sign where token.text == "=":
                if isDeclared(index, in: tokens) { frames[frames.count - 1].isInitial = true }
            default: break
            }
        }
    }

    private mutating func take(_ text: Text, isValue: Bool) {
        if isValue { untranslatable.append(text) }
        texts.append(text)
    }

    private func next(after index: Int, in tokens: [SwiftToken]) -> SwiftToken? {
        tokens[(index + 1)...].first { if case .newline = $0.kind { false } else { true } }
    }

    private func opened(_ index: Int, in tokens: [SwiftToken], _ parent: Frame) -> Frame {
        let isTextAround = parent.isText || parent.isInitial
        var frame = Frame(bracket: tokens[index].text, argument: index + 1)
        let line = tokens[..<index].reversed().prefix { $0.text != "\n" }.map(\.text)
        if frame.bracket == "{" {
            let type = line.first == "?" ? line.dropFirst() : line[...]
            let isMessage = type.first == "Message" && [":", "->"].contains(type.dropFirst().first)
            let isFunction = line.prefix { $0 != "{" }.contains("func")
            frame.isText = isMessage || isTextAround && !isFunction
            return frame
        }
        let isAdjacent =
            index > 0 && tokens[index - 1].range.upperBound == tokens[index].range.lowerBound
        let before = isAdjacent ? tokens[index - 1] : nil
        if case .word? = before?.kind {
            frame.callee = before?.text
            frame.isDeclaration = ["func", "case"].contains(line.dropFirst().first)
        } else if let text = before?.text, [")", "]", ">", "?"].contains(text) {
            frame.callee = text
        } else {
            frame.isText = isTextAround
        }
        return frame
    }

    /// Whether what follows a `=` is the value of a message, or of several.
    private func isDeclared(_ index: Int, in tokens: [SwiftToken]) -> Bool {
        let line = tokens[..<index].reversed().prefix { $0.text != "\n" }.map(\.text)
        if line.first == "Message" || line.first == "?" && line.dropFirst().first == "Message" {
            return true
        }
        guard let start = line.firstIndex(where: { ["let", "var"].contains($0) }) else {
            return line.first.map(assigned.contains) ?? false
        }
        return line[..<start].contains("Message")
    }

    private func hasLabel(_ frame: Frame, _ tokens: [SwiftToken]) -> Bool {
        label(frame, tokens) != nil
    }

    private func label(_ frame: Frame, _ tokens: [SwiftToken]) -> String? {
        let argument = tokens[frame.argument...].lazy.filter { $0.text != "\n" }.prefix(2)
        guard argument.count == 2, argument.last?.text == ":", case .word? = argument.first?.kind
        else { return nil }
        return argument.first?.text
    }

    /// Whether a literal is a text.
    private func accepts(_ index: Int, in tokens: [SwiftToken], _ frame: Frame) -> Bool {
        let before = tokens[..<index].last { $0.text != "\n" }?.text ?? ""
        let after = next(after: index, in: tokens)?.text ?? ""
        let comparisons = ["==", "!=", "~="]
        if comparisons.contains(before) || comparisons.contains(after) { return false }
        if isPattern(index, in: tokens) || frame.bracket == "[" && after == ":" { return false }
        if frame.isDeclaration {
            let two = tokens[..<index].suffix(2).map(\.text)
            return two == ["Message", "="]
        }
        guard let callee = frame.callee, frame.bracket == "(" else {
            return frame.callee == nil && (frame.isText || frame.isInitial)
        }
        if let label = label(frame, tokens) {
            return Self.labels.contains(label) || callee == "checkUnused"
                || Self.labeled[callee]?.contains(label) == true
        }
        // The texts of GGUF files are no messages.
        if callee == "text" { return path.hasPrefix("SencCLI/") }
        return Self.functions.contains(callee) || Self.endings.contains(callee)
    }

    /// Whether a literal is one of those behind `case`.
    private func isPattern(_ index: Int, in tokens: [SwiftToken]) -> Bool {
        let before = tokens[..<index].last { token in
            if case .literal = token.kind { return false }
            return token.text != "," && token.text != "\n"
        }
        return before?.text == "case" && [":", ","].contains(next(after: index, in: tokens)?.text)
    }
}

extension MessageSource.Text {
    /// Whether there is anything to be translated beside the values.
    fileprivate var hasLetters: Bool {
        var rest = key.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            if scalar.properties.isAlphabetic { return true }
        }
        return false
    }
}
