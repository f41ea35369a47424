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
        let roles = tokenizer.roles().map { ($0.role, JSONText.value(of: $0.token)) }
        // The class takes tokenizer.json as it is.
        let members =
            roles + [
                ("clean_up_tokenization_spaces", "false"),
                ("model_max_length", String(settings.maximumTokens)),
                ("tokenizer_class", JSONText.value(of: "PreTrainedTokenizerFast")),
            ]
        files = [
            (Self.json, try tokenizer.json().bytes + [UInt8(ascii: "\n")]),
            (Self.configuration, JSONText.file(of: members)),
            (Self.specialTokens, JSONText.file(of: roles)),
        ]
    }
}
