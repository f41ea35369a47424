import Senc
import SencFiles
import SencTokenizers
import SencTraining

/// The tokens of a model's tokenizer, in place of words.
struct ModelTokens {
    private let tokenizer: Tokenizer
    /// The text of each id; `nil` of special tokens, and of what a file of word vectors has no room
    /// for.
    private let tokens: [[UInt8]?]
    private let model: String

    /// Ids that a vocabulary may have.
    private static let maximumID: Int32 = 1 << 24

    init(model: String) throws {
        self.model = model
        let tokenizer = try Tokenizer(model: model).withoutSpecialTokens()
        var tokens: [[UInt8]?] = []
        var missing = tokenizer.vocabularySize
        var id: Int32 = 0
        while missing > 0, id < Self.maximumID {
            let token = tokenizer.token(for: id)
            if token != nil { missing -= 1 }
            tokens.append(token.flatMap { Self.word($0, id, tokenizer) })
            id += 1
        }
        (self.tokenizer, self.tokens) = (tokenizer, tokens)
    }

    private static func word(_ token: String, _ id: Int32, _ tokenizer: Tokenizer) -> [UInt8]? {
        let isSpecial =
            tokenizer.specialIDs.contains(id) || tokenizer.specialTokenIDs.unknown == id
        let isWord = !token.isEmpty && !token.unicodeScalars.contains { $0.properties.isWhitespace }
        return isWord && !isSpecial ? Array(token.utf8) : nil
    }

    /// The same texts as tokens.
    func cutting(_ texts: TrainingTexts) -> TrainingTexts {
        let (tokenizer, tokens) = (tokenizer, tokens)
        return TrainingTexts(texts) { text, body in
            var ids: [Int32] = []
            _ = tokenizer.appendIDs(ofUTF8: text, maximumTokens: nil, to: &ids)
            for id in ids {
                guard tokens.indices.contains(Int(id)), let token = tokens[Int(id)] else {
                    continue
                }
                token.withUnsafeBufferPointer(body)
            }
        }
    }

    /// For a directory of static embeddings.
    func staticTokenizer() throws -> StaticTokenizer {
        StaticTokenizer(
            document: try tokenizer.document(from: nil, path: model) + [UInt8(ascii: "\n")],
            tokens: tokens.map { $0.map { String(decoding: $0, as: UTF8.self) } })
    }
}
