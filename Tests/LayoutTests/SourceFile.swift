import Foundation

/// A file of Swift below `Sources`, with the types that it declares and names.
struct SourceFile {
    /// From `Sources` on.
    let path: String
    let target: String
    /// The folder of the target that it is in, `.` for the target's own.
    let folder: String
    let declared: Set<String>
    /// How often each name of a type is there, declarations apart.
    let named: [String: Int]
    /// Modules that it imports.
    let imports: Set<String>
    /// Those among them that its public declarations name.
    let publicImports: Set<String>

    static let sources = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Sources")
    private static let declarations: Set<String> = [
        "struct", "class", "enum", "protocol", "actor", "typealias",
    ]

    static func all() throws -> [SourceFile] {
        let names = FileManager.default.subpaths(atPath: sources.path) ?? []
        return try names.filter { $0.hasSuffix(".swift") }.sorted().map { name in
            SourceFile(
                path: name,
                text: try String(contentsOf: sources.appending(path: name), encoding: .utf8))
        }
    }

    init(path: String, text: String) {
        let parts = path.split(separator: "/").map(String.init)
        self.path = path
        target = parts[0]
        folder = parts.count > 2 ? parts[1] : "."
        var declared: Set<String> = []
        var named: [String: Int] = [:]
        var imports: Set<String> = []
        var publicImports: Set<String> = []
        var (previous, beforeImport) = ("", "")
        for word in Self.words(of: text) {
            if previous == "import" {
                imports.insert(word)
                if beforeImport == "public" { publicImports.insert(word) }
            } else if word.utf8.first.map({ 0x41...0x5A ~= $0 }) == true {
                if Self.declarations.contains(previous) {
                    declared.insert(word)
                } else {
                    named[word, default: 0] += 1
                }
            }
            if word == "import" { beforeImport = previous }
            previous = word
        }
        (self.declared, self.named) = (declared, named)
        (self.imports, self.publicImports) = (imports, publicImports)
    }

    /// The words of code, without comments, literals, and what stands behind a point: a type within
    /// another one is found by the outer one's name.
    private static func words(of text: String) -> [String] {
        var words: [String] = []
        var isMember = false
        var rest = Array(text.utf8)[...]
        /// Drops all up to `end`, escaped bytes with the one that escapes them.
        func skip(through end: String) {
            while !rest.isEmpty, !rest.starts(with: end.utf8) {
                rest = rest.dropFirst(rest.first == UInt8(ascii: "\\") ? 2 : 1)
            }
            rest = rest.dropFirst(end.utf8.count)
        }
        while let byte = rest.first {
            let word = rest.prefix {
                0x30...0x39 ~= $0 || 0x41...0x5A ~= $0 || 0x61...0x7A ~= $0 || $0 == 0x5F
            }
            if !word.isEmpty {
                if !isMember { words.append(String(decoding: word, as: UTF8.self)) }
                isMember = false
                rest = rest[word.endIndex...]
            } else if rest.starts(with: "//".utf8) {
                skip(through: "\n")
            } else if rest.starts(with: "\"\"\"".utf8) {
                rest = rest.dropFirst(3)
                skip(through: "\"\"\"")
            } else if byte == UInt8(ascii: "\"") {
                rest = rest.dropFirst()
                skip(through: "\"")
            } else {
                isMember = byte == UInt8(ascii: ".")
                rest = rest.dropFirst()
            }
        }
        return words
    }
}
