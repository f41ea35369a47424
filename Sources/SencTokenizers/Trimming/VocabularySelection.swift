/// Tokens of a vocabulary that are to be kept, so that texts that need no others keep their tokens.
///
/// Why they do, for each kind of model:
/// - WordPiece: the longest token at a place stays the longest of fewer, and an unknown word finds no
///   end, for the tokens that it begins with are kept.
/// - Unigram: a spelling that had the largest sum of all has that of fewer, which keep their scores; an
///   unknown character keeps its own, which is that of the worst token, kept for it, and a penalty.
/// - BPE: of the merges of a text those are left out that were not made, for all tokens that its
///   merges make are kept; so at each step the first one stays the first.
/// - Lists of words: the first form of a word that is there stays the first.
package struct VocabularySelection: Sendable {
    let tokenizer: Tokenizer
    /// By id.
    private(set) var isKept: [Bool]
    package private(set) var count = 0
    private let merges: MergeTree?
    /// Whether texts are tokenized without tokens around them.
    let isBare: Bool

    /// What is kept of any vocabulary: special and other added tokens, the unknown token, tokens of
    /// single bytes, of Unigram the token with the least score.
    package init(of tokenizer: Tokenizer) {
        (self.tokenizer, isBare) = (tokenizer, false)
        isKept = Array(repeating: false, count: tokenizer.idLimit)
        if case .bytePair(let model) = tokenizer.model {
            merges = MergeTree(model)
        } else {
            merges = nil
        }
        for token in tokenizer.addedTokens.tokens { keep(token.id) }
        let roles = tokenizer.specialTokenIDs
        let special = [
            roles.padding, roles.classification, roles.separator, roles.unknown, roles.mask,
            tokenizer.model.unknownID,
        ]
        for id in special { if let id { keep(id) } }
        let pieces = tokenizer.postProcessor.single + tokenizer.postProcessor.pair
        for id in pieces.compactMap(\.tokenID) { keep(id) }
        keepBytes()
    }

    /// What is kept for texts without tokens around them: all but special tokens other than those for
    /// padding and for what is unknown, and tokens for words to come, as `[unused17]`.
    /// - Parameter idCount: tokens with higher ids are left out, too.
    init(ofTextsIn tokenizer: Tokenizer, idCount: Int) {
        (self.tokenizer, isBare, merges) = (tokenizer, true, nil)
        let vocabulary = tokenizer.model.vocabulary
        let padding = tokenizer.specialTokenIDs.padding
        let unknown = tokenizer.unknownID
        let added = tokenizer.addedIDs
        // Merges may make any token of theirs, so that none of those is left out.
        let isMerged = if case .bytePair = tokenizer.model { true } else { false }
        let count = Int32(truncatingIfNeeded: min(tokenizer.idLimit, idCount))
        isKept = (0..<max(0, count)).map { id in
            if id == padding || id == unknown { return true }
            guard let token = vocabulary.token(of: id) else { return added[id] == false }
            return added[id] != true && (isMerged || !Self.isUnused(token))
        }
        self.count = isKept.count { $0 }
    }

    private static let unused = Array("[unused".utf8)

    private static func isUnused(_ token: some Collection<UInt8>) -> Bool {
        let digits = token.dropFirst(unused.count).dropLast()
        return token.starts(with: unused) && !digits.isEmpty
            && digits.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
            && token.dropFirst(unused.count + digits.count).elementsEqual([UInt8(ascii: "]")])
    }

    /// Keeps a token and what it takes to make it. Ids of no token are not kept.
    package mutating func keep(_ id: Int32) {
        for id in missing(for: id) {
            isKept[Int(id)] = true
            count += 1
        }
    }

    package func contains(_ id: Int32) -> Bool {
        isKept.indices.contains(Int(id)) && isKept[Int(id)]
    }

    /// The tokens that keeping one adds.
    private func missing(for id: Int32) -> [Int32] {
        guard isMissing(id) else { return [] }
        guard let merges else { return [id] }
        return merges.partsOnTheWay(to: id).union([id]).filter(isMissing)
    }

    private func isMissing(_ id: Int32) -> Bool {
        isKept.indices.contains(Int(id)) && !isKept[Int(id)]
            && tokenizer.vocabularyToken(of: id) != nil
    }

    // MARK: - Bytes and characters

    private mutating func keepBytes() {
        switch tokenizer.model {
        case .unigram(let model):
            if model.byteTokens != nil { keepByteTokens(model.vocabulary) }
            if let least = model.scores.indices.min(by: { model.scores[$0] < model.scores[$1] }) {
                keep(Int32(truncatingIfNeeded: least))
            }
        case .bytePair(let model):
            if model.options.byteFallback { keepByteTokens(model.vocabulary) }
            guard tokenizer.isByteLevel else { return }
            for scalar in ByteAlphabet.scalars {
                keepForms(of: Unicode.Scalar(scalar).map { Array(String($0).utf8) } ?? [])
            }
        case .wordPiece, .words, .wordLevel: break
        }
    }

    private mutating func keepByteTokens(_ vocabulary: TokenTable) {
        let tokens = ByteTokens(of: vocabulary)
        for byte in UInt8.min...UInt8.max {
            var ids: [Int32] = []
            [byte].withUnsafeBufferPointer { _ = tokens.forEachToken(of: $0) { ids.append($0) } }
            for id in ids { keep(id) }
        }
    }

    /// Keeps the tokens that are single characters of the tokens that texts have.
    package mutating func keepCharacters(of use: VocabularyUse) {
        guard tokenizer.spellsWords else { return }
        var scalars: Set<Unicode.Scalar> = []
        for (id, count) in use.counts.enumerated() where count > 0 {
            let token = tokenizer.vocabularyToken(of: Int32(truncatingIfNeeded: id)) ?? []
            scalars.formUnion(String(decoding: token, as: UTF8.self).unicodeScalars)
        }
        for scalar in scalars { keepForms(of: Array(String(scalar).utf8)) }
        for id in use.beginnings { keep(id) }
    }

    /// Keeps all tokens that are single characters.
    package mutating func keepAllCharacters() {
        guard tokenizer.spellsWords else { return }
        let (prefix, suffix) = tokenizer.decorations
        for id in 0..<Int32(truncatingIfNeeded: isKept.count) {
            guard var token = tokenizer.vocabularyToken(of: id)?[...] else { continue }
            if token.count > prefix.count, token.starts(with: prefix) {
                token = token.dropFirst(prefix.count)
            }
            if token.count > suffix.count, token.suffix(suffix.count).elementsEqual(suffix) {
                token = token.dropLast(suffix.count)
            }
            if String(decoding: token, as: UTF8.self).unicodeScalars.count == 1 { keep(id) }
        }
    }

    /// Keeps a character at the beginning of a word, in it and at its end.
    private mutating func keepForms(of character: [UInt8]) {
        let (prefix, suffix) = tokenizer.decorations
        for form in [
            character, prefix + character, character + suffix, prefix + character + suffix,
        ] {
            if let id = tokenizer.model.vocabulary.id(of: form) { keep(id) }
        }
    }

    // MARK: - Counts

    /// Keeps the tokens that texts have at least so often, the most frequent first, of equally
    /// frequent ones those with the lower id.
    /// - Parameter limit: how many are kept in all; more are if they were before.
    package mutating func keep(
        _ use: VocabularyUse, minimumCount: Int = 1, limit: Int = .max
    ) {
        let counts = use.counts
        var ids = counts.indices.filter { counts[$0] >= max(1, minimumCount) && !isKept[$0] }
        if limit < .max { ids.sort { (counts[$1], $0) < (counts[$0], $1) } }
        for id in ids where count < limit {
            let id = Int32(truncatingIfNeeded: id)
            // What it takes to make it may have no room.
            if missing(for: id).count <= limit - count { keep(id) }
        }
    }
}

extension Tokenizer {
    /// The token of what is unknown, by its role or the model.
    var unknownID: Int32? {
        if let id = specialTokenIDs.unknown { return id }
        return if case .unigram(let model) = model { model.unknownID } else { nil }
    }

    /// Whether tokens spell words that are no tokens themselves.
    fileprivate var spellsWords: Bool {
        switch model {
        case .wordPiece, .unigram, .bytePair: true
        case .words, .wordLevel: false
        }
    }

    /// What characters have before them in a word, and behind them at its end.
    fileprivate var decorations: (prefix: [UInt8], suffix: [UInt8]) {
        switch model {
        case .wordPiece(let model): (model.vocabulary.continuingPrefix, [])
        case .bytePair(let model): (model.options.continuingPrefix, model.options.endSuffix)
        case .unigram, .words, .wordLevel: ([], [])
        }
    }

    /// Whether characters stand for bytes.
    fileprivate var isByteLevel: Bool {
        if decoder.isByteLevel { return true }
        guard case .steps(let steps) = preTokenizer else { return false }
        return steps.contains { if case .byteLevel = $0 { true } else { false } }
    }
}
