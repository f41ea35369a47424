import Senc
import SencFiles

/// The texts of a request, which may be one, several, or the ids of tokens.
struct TextInput {
    var texts: [String]
    /// Whether they came as a list.
    let isList: Bool

    init(_ text: String) { (texts, isList) = ([text], false) }

    init(_ texts: [String]) { (self.texts, isList) = (texts, true) }

    /// - Parameters:
    ///   - key: the member that they are in.
    ///   - encoder: whose ids they are, if the server takes ids.
    init(_ json: JSON, key: String, ids encoder: SentenceEncoder?) throws(ServiceError) {
        if let text = json.string {
            self.init(text)
            return
        }
        guard json.kind == .array else {
            throw ServiceError(
                .invalid, "\(key.quoted()) must be a string or an array of strings",
                parameter: key)
        }
        var first: JSON?
        json.forEachElement { first = first ?? $0 }
        switch first?.kind {
        case .number: self.init(try Self.text(ids: json, key, encoder))
        case .array where first?.elements?.first?.kind == .string:
            throw ServiceError(
                .invalid, "\(key.quoted()) has pairs of texts, which are for re-rankers",
                parameter: key)
        case .array:
            var texts: [String] = []
            try json.forEachElement { element throws(ServiceError) in
                texts.append(try Self.text(ids: element, key, encoder))
            }
            self.init(texts)
        case .object:
            // As Jina's clients write them.
            var texts: [String] = []
            try json.forEachElement { element throws(ServiceError) in
                guard let text = element["text"]?.string else {
                    throw ServiceError(
                        .invalid, "\(key.quoted()) must be texts; images are not encoded",
                        parameter: key)
                }
                texts.append(text)
            }
            self.init(texts)
        default: self.init(try JSONBody.strings(json, key))
        }
    }

    /// The text that ids stand for.
    private static func text(
        ids json: JSON, _ key: String, _ encoder: SentenceEncoder?
    ) throws(ServiceError) -> String {
        guard let encoder else {
            throw ServiceError(
                .invalid,
                """
                \(key.quoted()) has token ids, which are another model's unless the client says so; \
                send texts: in LangChain's OpenAIEmbeddings set check_embedding_ctx_length=False, or \
                start the server with --token-ids if they are this model's
                """, parameter: key)
        }
        var ids: [Int32] = []
        var isValid = json.kind == .array
        json.forEachElement { element in
            if let id = element.int, (0..<encoder.idCount).contains(id) {
                ids.append(Int32(id))
            } else {
                isValid = false
            }
        }
        guard isValid else {
            throw ServiceError(
                .invalid, "\(key.quoted()) has ids that the model does not have", parameter: key)
        }
        return encoder.tokenizer.decode(ids)
    }
}
