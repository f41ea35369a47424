package import SencFiles

/// What a GGUF file says of its tokenizer for llama.cpp: values under keys that begin with
/// `tokenizer.ggml.`; `nil` for those that it lacks.
package struct GGUFVocabulary: Sendable {
    /// Texts where they lie in the file.
    package struct Texts: Sendable {
        let count: Int
        /// Of all texts.
        let byteCount: Int
        /// The bytes of a text by its place, valid while this lives.
        let bytes: @Sendable (Int) -> UnsafeRawBufferPointer

        package init(
            count: Int, byteCount: Int, bytes: @escaping @Sendable (Int) -> UnsafeRawBufferPointer
        ) {
            self.count = count
            self.byteCount = byteCount
            self.bytes = bytes
        }

        subscript(id: Int) -> [UInt8] { [UInt8](bytes(id)) }
    }

    package static let prefix = "tokenizer.ggml."

    /// The file, for errors.
    let path: String
    /// The kind of tokenizer, and of its pattern.
    package var model: String?
    package var pre: String?
    package var tokens: Texts?
    /// Of each token.
    package var types: [Double]?
    package var scores: [Double]?
    /// Two tokens each, with a space between them.
    package var merges: Texts?
    /// SentencePiece's compiled normalization.
    package var normalizationMap: [UInt8]?
    package var addsSpacePrefix: Bool?
    /// Those of special tokens, by their keys, as `cls_token_id`.
    package var ids: [String: Int] = [:]

    package init(path: String) { self.path = path }

    /// - Parameter key: without what all keys begin with.
    package func invalid(_ key: String, _ problem: Message) -> TokenizerError {
        .invalidValue(path: path, key: Self.prefix + key, problem: problem)
    }
}
