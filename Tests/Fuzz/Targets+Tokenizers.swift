import SencTokenizers
import TestSupport

extension FuzzTarget {
    static let tokenizers = [
        tokenizer("tokenizer-json", "tokenizer.json"), tokenizer("vocab-txt", "vocab.txt"),
        tokenizer("sentencepiece", "sentencepiece.bpe.model"),
        FuzzTarget("vocab-merges") { bytes in
            // What precedes the first byte 0 is the vocabulary, the rest the merges.
            let scratch = Scratch.directory(for: "vocab-merges")
            let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
            scratch.write(Array(parts[0]), to: "vocab.json")
            scratch.write(parts.count > 1 ? Array(parts[1]) : [], to: "merges.txt")
            try use(scratch.path)
        },
        tokenizer("tokenizer-config", "tokenizer_config.json", beside: "Tokenizers/\(bert)"),
    ]

    private static let bert = "bert-base-uncased"

    private static func tokenizer(
        _ name: String, _ file: String, beside source: String? = nil
    ) -> FuzzTarget {
        FuzzTarget(name, file: file, beside: source) { _, directory in try use(directory) }
    }

    /// Loads the tokenizer of a directory and takes texts there and back.
    private static func use(_ directory: String) throws {
        let tokenizer = try Tokenizer(directory: directory)
        for text in ["", "Hello worlds. [CLS] é 中 [SEP]", "\u{301}x <s> hello\u{0}s"] {
            let encoding = tokenizer.encode(text, pair: "hello", maximumTokens: 9)
            _ = tokenizer.decode(encoding.ids)
        }
    }
}
