internal import SencFiles
internal import SencTokenizers

/// The files of a tokenizer with a part of its vocabulary. Whatever form the vocabulary has, it
/// becomes a `tokenizer.json`, which readers take before any other; BERT's list is written beside it.
struct CutTokenizer {
    private static let json = "tokenizer.json"
    private static let list = "vocab.txt"
    private static let configuration = "tokenizer_config.json"
    private static let added = "added_tokens.json"
    private static let specialTokens = "special_tokens_map.json"

    /// Files that are made.
    private(set) var files: [(name: String, bytes: [UInt8])] = []
    /// Files that are copied.
    let copies: [(name: String, path: String)]

    init(_ cut: VocabularyCut, in directory: String) throws {
        files = [try Self.document(cut, in: directory)]
        if Path.exists(Path.join(directory, Self.list)), let list = cut.list {
            files.append((Self.list, list))
        }
        for (name, rewritten) in [
            (Self.configuration, cut.configuration), (Self.added, cut.addedTokens),
        ] {
            let path = Path.join(directory, name)
            guard Path.exists(path) else { continue }
            files.append((name, rewritten(try JSON(path: path, limit: JSON.maximumBytes))))
        }
        copies = ExportedTable.present([Self.specialTokens], in: directory)
    }

    static func document(
        _ cut: VocabularyCut, in directory: String
    ) throws -> (name: String, bytes: [UInt8]) {
        let path = Path.join(directory, json)
        let source =
            Path.exists(path)
            ? try JSON(path: path, limit: JSON.maximumBytes)
            : try JSON(
                parsing: Tokenizer(directory: directory).document(from: nil, path: directory))
        return (json, cut.document(source))
    }
}
