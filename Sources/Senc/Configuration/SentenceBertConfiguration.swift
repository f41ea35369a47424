internal import SencFiles

/// What sentence-transformers writes beside a transformer about the length and case of texts.
struct SentenceBertConfiguration: Sendable {
    /// Older versions name the file after the architecture. The first that is there counts.
    private static let names = [
        "bert", "roberta", "distilbert", "camembert", "albert",
        "xlm-roberta", "xlnet",
    ].map { "sentence_\($0)_config.json" }

    let name: String
    /// `max_seq_length`
    let maximumTokens: Int?
    /// `do_lower_case`
    let lowercases: Bool
    /// What it has others make the model and its tokenizer with.
    let arguments: [(key: String, value: JSON)]

    /// The keys of those, under the names of older versions and of newer ones.
    private static let argumentKeys = [
        "model_args", "model_kwargs", "tokenizer_args", "processor_kwargs", "config_args",
        "config_kwargs",
    ]

    init(directory: String) throws {
        let present = Self.names.first { Path.exists(Path.join(directory, $0)) }
        name = present ?? Self.names[0]
        let file = try ConfigurationFile.ifPresent(Path.join(directory, name))
        maximumTokens = try file?.integer("max_seq_length", in: 1...(1 << 30))
        lowercases = try file?.bool("do_lower_case") ?? false
        arguments = Self.argumentKeys.compactMap { key in
            file?.json(key).flatMap { $0.kind == .object ? (key, $0) : nil }
        }
        // What newer versions write of other tasks than giving states.
        for (key, only) in [
            ("transformer_task", "feature-extraction"), ("module_output_name", "token_embeddings"),
        ] {
            guard let file, let value = try file.string(key), value != only else { continue }
            throw file.invalid(key, "is \(value.quoted()); only \(only.quoted()) is supported")
        }
    }
}
