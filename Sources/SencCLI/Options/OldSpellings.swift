/// Options as senc 0.1 spelled them, which go on working under the names that they have now.
enum OldSpellings {
    /// By the first words of the commands that had them.
    private static let names: [String: [String: String]] = [
        "search": ["--in": "--input", "--measure": "--metric"],
        "index": ["--in": "--input"],
        "analogy": ["--among": "--input"],
        "similarity": ["--measure": "--metric"],
        "evaluate": ["--measure": "--metric"],
        "pairs": ["--measure": "--metric", "--neighbours": "--neighbors"],
        "dedupe": ["--measure": "--metric"],
        "outliers": ["--neighbours": "--neighbors"],
        "export": ["--to": "--output"],
        "tokenize": ["-g": "-m"],
        "benchmark": ["-g": "-m"],
    ]

    /// The arguments with today's names.
    static func renewed(_ arguments: [String]) -> [String] {
        guard let names = arguments.first.flatMap({ names[$0] }) else { return arguments }
        let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
        return arguments[..<end].map { argument in
            let name = String(argument.prefix { $0 != "=" })
            return names[name].map { $0 + argument.dropFirst(name.count) } ?? argument
        } + arguments[end...]
    }
}
