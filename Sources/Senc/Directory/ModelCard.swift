internal import SencFiles

/// What the card beside a model, its `README.md`, says in the front matter: YAML between two lines
/// of three hyphens.
///
/// A card describes a model and decides nothing of its vectors, so one that cannot be read, or uses
/// YAML that is not understood here, is taken to name no languages.
package struct ModelCard: Sendable {
    static let fileName = "README.md"
    /// Where the front matter must end.
    private static let maximumBytes = 1 << 16
    private static let maximumLicenseBytes = 64

    /// What the model is for, as the card has it: mostly codes of ISO 639, with or without a region.
    package private(set) var languages: [String] = []
    /// The license's identifier, as `apache-2.0`; `nil` if none is named, or several.
    package private(set) var license: String?

    /// The card of a directory.
    init(directory: String) {
        let file = try? MappedFile(path: Path.join(directory, Self.fileName))
        self.init(
            withExtendedLifetime(file) { file.map { Array($0.bytes.prefix(Self.maximumBytes)) } }
                ?? [])
    }

    package init(_ bytes: [UInt8]) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.prefix(Self.maximumBytes).dropFirst(bytes.starts(with: mark) ? 3 : 0)
        var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }[...]
        guard lines.popFirst().map(Self.isFence) == true,
            let end = lines.firstIndex(where: Self.isFence)
        else { return }
        languages = LanguageTag.list(Self.list("language", in: lines[..<end]))
        let licenses = Self.list("license", in: lines[..<end])
        if licenses.count == 1, Self.isLicense(licenses[0]) {
            license = String(decoding: licenses[0], as: UTF8.self)
        }
    }

    private static func isLicense(_ value: [UInt8]) -> Bool {
        (1...maximumLicenseBytes).contains(value.count)
            && value.allSatisfy { LanguageTag.isTagByte($0) || $0 == UInt8(ascii: ".") }
    }

    private static func isFence(_ line: ArraySlice<UInt8>) -> Bool {
        trimmed(line).elementsEqual("---".utf8) && line.first == UInt8(ascii: "-")
    }

    /// The values of a key of the outermost mapping: one after it, several in brackets, also over
    /// some lines, or one a line after hyphens.
    private static func list(
        _ key: String, in lines: ArraySlice<ArraySlice<UInt8>>
    ) -> [[UInt8]] {
        let start = Array((key + ":").utf8)
        guard let line = lines.firstIndex(where: { $0.starts(with: start) }) else { return [] }
        let value = trimmed(withoutComment(lines[line].dropFirst(start.count)))
        let following = lines[(line + 1)...]
        if value.isEmpty {
            return unquoted(
                following.prefix { isItem($0) }.map { trimmed(withoutComment($0)).dropFirst() })
        }
        guard value.first == UInt8(ascii: "[") else { return unquoted([value]) }
        var flow = Array(value.dropFirst())
        for line in following where !flow.contains(UInt8(ascii: "]")) {
            flow += withoutComment(line)
        }
        guard let end = flow.firstIndex(of: UInt8(ascii: "]")) else { return [] }
        return unquoted(flow[..<end].split(separator: UInt8(ascii: ",")).map { $0 })
    }

    /// Whether a line is an item of a list, or says nothing.
    private static func isItem(_ line: ArraySlice<UInt8>) -> Bool {
        let text = trimmed(withoutComment(line))
        return text.isEmpty || text.first == UInt8(ascii: "-") && !isFence(line)
    }

    private static func withoutComment(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var previous = UInt8(ascii: " ")
        for index in line.indices {
            if line[index] == UInt8(ascii: "#"), isSpace(previous) { return line[..<index] }
            previous = line[index]
        }
        return line
    }

    /// So many may be languages.
    private static func unquoted(_ values: [ArraySlice<UInt8>]) -> [[UInt8]] {
        values.prefix(LanguageTag.maximumCount).map { value in
            var value = trimmed(value)
            for quote in "'\"".utf8
            where value.count > 1 && value.first == quote && value.last == quote {
                value = value.dropFirst().dropLast()
            }
            return Array(value)
        }
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes.drop(while: isSpace)
        while bytes.last.map(isSpace) == true { bytes.removeLast() }
        return bytes
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }
}

/// The names of languages, as cards and GGUF files have them.
enum LanguageTag {
    /// More are left out.
    static let maximumCount = 1000
    /// No tag of BCP 47 is longer in practice.
    private static let maximumBytes = 35

    /// Those among some values that can be languages: letters, digits, hyphens and underscores.
    static func list(_ values: some Sequence<[UInt8]>) -> [String] {
        var seen: Set<[UInt8]> = []
        return values.prefix(maximumCount).filter { value in
            (1...maximumBytes).contains(value.count) && value.allSatisfy(isTagByte)
                && seen.insert(value).inserted
        }.map { String(decoding: $0, as: UTF8.self) }
    }

    static func isTagByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
