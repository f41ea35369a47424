/// What other forms of file than tokenizer.json keep of a tokenizer: its tokens and their roles.
extension Tokenizer {
    /// How words become tokens, as far as such forms tell.
    package enum ModelKind: Sendable, Equatable {
        /// With `##` before tokens that do not begin a word.
        case wordPiece
        /// The score of each id; SentencePiece's compiled normalization, if there is one; whether a
        /// space is put before words.
        case unigram(scores: [Double], normalizationMap: [UInt8]?, prependsSpace: Bool)
        case byteLevelBytePair
        case other
    }

    package var modelKind: ModelKind {
        switch model {
        case .wordPiece(let model) where model.vocabulary.continuingPrefix.elementsEqual("##".utf8):
            return .wordPiece
        case .unigram(let model):
            return .unigram(
                scores: model.scores, normalizationMap: normalizationMap,
                prependsSpace: prependsSpace)
        case .bytePair where decoder.isByteLevel: return .byteLevelBytePair
        default: return .other
        }
    }

    private var normalizationMap: [UInt8]? {
        guard case .steps(let steps) = normalizer else { return nil }
        return steps.lazy.compactMap { step in
            if case .precompiled(let map) = step { map.blob } else { nil }
        }.first
    }

    private var prependsSpace: Bool {
        guard case .steps(let steps) = preTokenizer else { return false }
        return steps.contains { step in
            if case .metaspace(let metaspace) = step { metaspace.prepends != .never } else { false }
        }
    }

    /// The bytes of a token as the files write it, an added one too; `nil` if none has the id.
    package func vocabularyToken(of id: Int32) -> [UInt8]? {
        model.vocabulary.token(of: id).map { Array($0) }
            ?? addedTokens.tokens.first { $0.id == id }?.content
    }

    /// The added tokens' ids, and whether each is special.
    package var addedIDs: [Int32: Bool] {
        Dictionary(
            addedTokens.tokens.map { ($0.id, $0.isSpecial) }, uniquingKeysWith: { $0 || $1 })
    }

    /// The tokens that are put before a text and after it.
    package var surroundingIDs: (before: [Int32], after: [Int32]) {
        let parts = postProcessor.single.split(
            maxSplits: 1, omittingEmptySubsequences: false, whereSeparator: { !$0.isToken })
        return (
            parts.first?.compactMap(\.tokenID) ?? [],
            parts.count > 1 ? parts[1].compactMap(\.tokenID) : []
        )
    }
}
