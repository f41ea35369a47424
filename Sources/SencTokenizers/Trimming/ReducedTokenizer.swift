import SencFiles

/// A tokenizer without what models that look token vectors up have no use for: what is put around
/// texts, and tokens that stand for no text, but for padding and what is unknown. The tokens that are left
/// have new ids, in the order of the old ones.
package struct ReducedTokenizer: Sendable {
    /// The text of its `tokenizer.json`.
    package let document: [UInt8]
    /// The old id of each new one.
    package let oldIDs: [Int32]
    /// The new id of what is unknown, which is no text's; `nil` if there is no such token.
    package let unknownID: Int32?

    /// - Parameters:
    ///   - idCount: ids that have a vector; tokens with others are left out, too.
    ///   - path: what the tokenizer was read of, for errors.
    /// - Throws: `TokenizerError.notWritable`
    package init(
        _ tokenizer: Tokenizer, idCount: Int, path: String
    ) throws(TokenizerError) {
        let whole = try tokenizer.document(from: nil, path: path)
        let source: JSON
        do throws(JSONError) {
            source = try JSON(parsing: whole)
        } catch {
            throw .malformedJSON(path: path, reason: error.message)
        }
        let cut = VocabularyCut(VocabularySelection(ofTextsIn: tokenizer, idCount: idCount))
        oldIDs = cut.oldIDs
        unknownID = tokenizer.unknownID.flatMap { cut.newID(of: Int($0)) }
        document = cut.document(source)
    }
}
