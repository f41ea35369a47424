public import SencFiles

/// Why a model cannot be written as a directory of sentence-transformers, though senc computes it.
public enum ExportError: Diagnostic, Equatable {
    /// A fastText model makes vectors of words that it lacks by their n-grams, for which there is
    /// no module.
    case subwords(path: String)
    /// A GGUF file's layers have biases where those of the family in transformers have none.
    case biases(family: String, path: String)
    /// A GGUF file's rotary embeddings are scaled the more, the longer a text is, which those of the
    /// family in transformers are not.
    case dynamicScaling(family: String, path: String)
    /// None of a file's words is text, so that no text has one.
    case noWords(path: String)

    public var message: Message {
        switch self {
        case .subwords(let path):
            """
            sentence-transformers has no module for words' n-grams; export the .vec file of the \
            same model, which has the words alone (\(path))
            """
        case .biases(let family, let path):
            """
            the layers have biases, which those of transformers' \(family.quoted()) have not \
            (\(path))
            """
        case .dynamicScaling(let family, let path):
            """
            the rotary embeddings are scaled by a text's length, which those of transformers' \
            \(family.quoted()) are not; export the model that the file was made of (\(path))
            """
        case .noWords(let path):
            "none of the words is valid UTF-8, so that no text can have one (\(path))"
        }
    }

    public var status: ExitStatus { .badData }
}
