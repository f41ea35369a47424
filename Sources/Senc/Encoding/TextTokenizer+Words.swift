internal import SencTokenizers

extension TextTokenizer {
    /// The words of a text that is not an entry as a whole: known ones by their ids, unknown ones
    /// spelled if they are long enough to have a vector. Each is one token.
    func tokenizeWords(
        of text: inout String, leastScalars: Int, index: Int, _ rules: Rules
    ) throws(EncodingError) -> TokenizedText {
        var ids: [Int32] = []
        /// Where each word begins in `ids`, and where the last one ends.
        var starts = [0]
        text.withUTF8 { bytes in
            tokenizer.forEachWord(in: bytes) { id, span in
                let word = UnsafeBufferPointer(rebasing: bytes[span])
                if let id {
                    ids.append(id)
                } else if word.reduce(0, { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }) >= leastScalars {
                    SpelledWords.append(word, to: &ids)
                } else {
                    return
                }
                starts.append(ids.count)
            }
        }
        let count = starts.count - 1
        let limit = rules.maximumTokens
        guard count > limit else {
            return TokenizedText(sequences: [ids], untruncatedCount: count, tokenCount: count)
        }
        switch rules.overflow {
        case .truncate:
            return TokenizedText(
                sequences: [Array(ids[..<starts[limit]])], untruncatedCount: count,
                tokenCount: limit)
        case .error:
            throw EncodingError.textTooLong(text: index, tokens: count, limit: limit)
        case .chunk:
            let sequences = stride(from: 0, to: count, by: limit).map { first in
                Array(ids[starts[first]..<starts[min(first + limit, count)]])
            }
            return TokenizedText(sequences: sequences, untruncatedCount: count, tokenCount: count)
        }
    }
}
