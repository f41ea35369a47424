internal import SencFiles
internal import SencTokenizers

/// The files of a transformer's tokenizer.
struct ExportedTokenizer {
    private static let json = "tokenizer.json"
    private static let configuration = "tokenizer_config.json"
    private static let specialTokens = "special_tokens_map.json"

    /// Files that are made.
    private(set) var files: [(name: String, bytes: [UInt8])] = []
    /// Files that are copied.
    private(set) var copies: [(name: String, path: String)] = []

    init(_ settings: ModelSettings) throws {
        guard let gguf = settings.gguf else {
            copies = ExportedTable.present(Tokenizer.fileNames, in: settings.tokenizerDirectory)
            return
        }
        let tokenizer = try gguf.tokenizerParts()
        let roles = tokenizer.roles().map { ($0.role, literal($0.token)) }
        // The class takes tokenizer.json as it is.
        var rows = roles
        rows.append(("clean_up_tokenization_spaces", "false"))
        rows.append(("model_max_length", String(settings.maximumTokens)))
        rows.append(("tokenizer_class", literal("PreTrainedTokenizerFast")))
        files = [
            (Self.json, try tokenizer.json().bytes + [UInt8(ascii: "\n")]),
            (Self.configuration, object(rows)),
            (Self.specialTokens, object(roles)),
        ]
    }

    private func literal(_ string: String) -> String {
        var text = JSONText()
        text.append(string: string)
        return String(decoding: text.bytes, as: UTF8.self)
    }

    private func object(_ rows: [(key: String, literal: String)]) -> [UInt8] {
        let lines = rows.map { "  \"\($0.key)\": \($0.literal)" }
        return Array(("{\n" + lines.joined(separator: ",\n") + "\n}\n").utf8)
    }
}
