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

    /// - Parameter cut: the tokens that are kept, if not all are.
    init(_ settings: ModelSettings, _ cut: VocabularyCut?) throws {
        guard let gguf = settings.gguf else {
            if let cut {
                let own = try CutTokenizer(cut, in: settings.tokenizerDirectory)
                (files, copies) = (own.files, own.copies)
                return
            }
            copies = ExportedTable.present(Tokenizer.fileNames, in: settings.tokenizerDirectory)
            return
        }
        let tokenizer = try gguf.tokenizer()
        let whole =
            try gguf.tokenizerDocument()
            ?? tokenizer.document(from: nil, path: gguf.path) + [UInt8(ascii: "\n")]
        let document = try cut?.document(JSON(parsing: whole)) ?? whole
        let names = Self.roles(of: tokenizer, gguf)
        let configuration = JSONWriter.file { file in
            for (role, token) in names { file.member(role, token) }
            file.member("clean_up_tokenization_spaces", false)
            file.member("model_max_length", settings.maximumTokens)
            // Which takes tokenizer.json as it is.
            file.member("tokenizer_class", "PreTrainedTokenizerFast")
        }
        let specialTokens = JSONWriter.file { file in
            for (role, token) in names { file.member(role, token) }
        }
        files = [
            (Self.json, document), (Self.configuration, configuration),
            (Self.specialTokens, specialTokens),
        ]
    }

    /// The names of special tokens by what `tokenizer_config.json` calls their roles.
    private static func roles(
        of tokenizer: Tokenizer, _ gguf: GGUFModel
    ) -> [(role: String, token: String)] {
        let ids = tokenizer.specialTokenIDs
        let (before, after) = tokenizer.surroundingIDs
        let roles = [
            ("bos_token", before.first), ("cls_token", ids.classification),
            ("eos_token", after.last), ("mask_token", ids.mask), ("pad_token", ids.padding),
            ("sep_token", ids.separator), ("unk_token", ids.unknown ?? gguf.unknownID),
        ]
        return roles.compactMap { role, id in
            id.flatMap(tokenizer.vocabularyToken).map {
                (role, String(decoding: $0, as: UTF8.self))
            }
        }
    }
}
