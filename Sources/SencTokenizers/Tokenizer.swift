/// Turns text into a model's tokens and back, exactly as the reference (Hugging Face tokenizers)
/// does it with the same files.
///
/// A pipeline of five stages: normalizer, pre-tokenizer, model, post-processor, decoder. Added
/// tokens such as `[MASK]` are found in the text before the first stage. Immutable after loading,
/// so it may be used from many threads at once.
public struct Tokenizer: Sendable {
    var addedTokens: AddedTokens
    var normalizer: Normalizer
    let preTokenizer: PreTokenizer
    let model: Model
    var postProcessor: PostProcessor
    let decoder: Decoder

    /// The ids of the tokens with a role in the model; `nil` for a role the vocabulary lacks.
    public let specialTokenIDs: SpecialTokenIDs

    /// The ids of the tokens that the files call special, put around texts or not.
    package let specialIDs: Set<Int32>

    /// The number of distinct tokens, added ones included.
    public let vocabularySize: Int

    /// The end at which the tokenizer's files have long texts cut: `truncation_side` of
    /// `tokenizer_config.json`, else `truncation.direction` of `tokenizer.json`, else the right.
    public internal(set) var truncationSide: TruncationSide
    /// The file and key that say so; `nil` if none does.
    package internal(set) var truncationSideSource: String?
}

/// The ids of the tokens with a role in the model.
public struct SpecialTokenIDs: Sendable, Equatable {
    /// Fills short texts up in a batch.
    public internal(set) var padding: Int32?
    /// Begins every text; its vector may stand for the whole.
    public internal(set) var classification: Int32?
    /// Ends every text.
    public internal(set) var separator: Int32?
    /// Stands for what the vocabulary cannot spell.
    public internal(set) var unknown: Int32?
    /// Stands for a word left out.
    public internal(set) var mask: Int32?
}

extension Tokenizer {
    /// The tokenizer that lowers the case of all text but added tokens, and is otherwise the same.
    package func lowercasing() -> Tokenizer {
        var result = self
        result.normalizer = normalizer.lowercasing()
        result.addedTokens = AddedTokens(addedTokens.tokens, normalizer: result.normalizer)
        return result
    }

    /// The tokenizer that cuts long texts at their right end, and is otherwise the same.
    package func truncatingAtTheRight() -> Tokenizer {
        var result = self
        (result.truncationSide, result.truncationSideSource) = (.right, nil)
        return result
    }
}

// MARK: - Encoding

extension Tokenizer {
    /// The tokens of a text, or of a pair of texts, with everything there is to know about them.
    ///
    /// - Parameters:
    ///   - text: any text; none is an error.
    ///   - pair: the second text of a pair.
    ///   - addSpecialTokens: put the model's special tokens around the text.
    ///   - maximumTokens: with special tokens. Of a longer text one end is cut off; of a pair, the
    ///     longer text's first, then both alike. Special tokens stay even where they alone are
    ///     more.
    ///   - truncationSide: which end; `nil` for the one that the tokenizer's files name.
    public func encode(
        _ text: String, pair: String? = nil, addSpecialTokens: Bool = true,
        maximumTokens: Int? = nil, truncationSide: TruncationSide? = nil
    ) -> Encoding {
        let sequences = (pair.map { [text, $0] } ?? [text]).map(tokensWithOffsets)
        let pieces = postProcessor.pieces(
            isPair: pair != nil, addSpecialTokens: addSpecialTokens)
        let counts = keptCounts(
            of: sequences.map(\.ids.count), around: pieces, maximumTokens: maximumTokens)
        var result = Encoding()
        for piece in pieces {
            switch piece {
            case .token(let id, let typeID):
                result.ids.append(id)
                result.typeIDs.append(typeID)
                result.offsets.append(0..<0)
                result.specialTokensMask.append(true)
                result.sequenceIDs.append(nil)
                result.untruncatedCount += 1
            case .sequence(let index, let typeID):
                let (ids, offsets) = sequences[index]
                let count = counts[index]
                let kept = Truncation.kept(
                    count, of: ids.count, side: truncationSide ?? self.truncationSide)
                result.ids += ids[kept]
                result.typeIDs += repeatElement(typeID, count: count)
                result.offsets += offsets[kept]
                result.specialTokensMask += repeatElement(false, count: count)
                result.sequenceIDs += repeatElement(Optional(index), count: count)
                result.untruncatedCount += ids.count
            }
        }
        return result
    }

    /// Appends the ids of one text with its special tokens: `encode` without all the rest.
    ///
    /// - Parameters:
    ///   - text: well-formed UTF-8. Ill-formed bytes give some tokens or other, and do no harm.
    ///   - maximumTokens: as for `encode`; so `truncationSide`.
    package func appendIDs(
        ofUTF8 text: UnsafeBufferPointer<UInt8>, maximumTokens: Int?,
        truncationSide: TruncationSide? = nil, to ids: inout [Int32]
    ) -> TokenCount {
        let start = ids.count
        var untruncatedCount = 0
        let special = postProcessor.single.reduce(0) { $0 + ($1.isToken ? 1 : 0) }
        let maximum = maximumTokens.map { max(0, $0 - special) } ?? Int.max
        for piece in postProcessor.single {
            switch piece {
            case .token(let id, _):
                ids.append(id)
                untruncatedCount += 1
            case .sequence:
                let side = truncationSide ?? self.truncationSide
                let first = ids.count
                let (limit, isUnlimited) = first.addingReportingOverflow(maximum)
                var own: [Int32] = []
                swap(&own, &ids)
                var run = TokenRun(
                    ids: consume own, limit: side == .right && !isUnlimited ? limit : .max,
                    tracksSpans: false)
                appendTokens(of: text, to: &run, offsets: { _, _ in })
                let count = run.count - first
                untruncatedCount += count
                ids = run.takeIDs()
                if side == .left, count > maximum {
                    ids.removeSubrange(first..<(first + count - maximum))
                }
            }
        }
        return TokenCount(count: ids.count - start, untruncatedCount: untruncatedCount)
    }

    /// Appends the ids of one text's own tokens, and those of tokens that a word begins with which
    /// cannot be spelt to its end, so that it is unknown.
    func appendIDs(
        ofUTF8 text: UnsafeBufferPointer<UInt8>, to ids: inout [Int32], takenBack: inout [Int32]
    ) {
        var run = TokenRun(tracksSpans: false, keepsTakenBack: true)
        appendTokens(of: text, to: &run, offsets: { _, _ in })
        takenBack += run.takenBack
        ids += run.takeIDs()
    }

    private func tokensWithOffsets(of text: String) -> (ids: [Int32], offsets: [Range<Int>]) {
        var text = text
        return text.withUTF8 { text in
            var run = TokenRun(tracksSpans: true)
            var offsets: [Range<Int>] = []
            var written: [Int: OffsetTrimming.Blanks] = [:]
            appendTokens(of: text, to: &run) { range, form in
                if let form { written[offsets.count] = OffsetTrimming.Blanks(of: form) }
                offsets.append(range)
            }
            for trimming in postProcessor.trimmings {
                for (index, id) in run.ids.enumerated() {
                    let blanks =
                        written[index]
                        ?? model.vocabulary.token(of: id).map { OffsetTrimming.Blanks(of: $0) }
                    guard let blanks else { continue }
                    offsets[index] = trimming.trimmed(
                        offsets[index], of: text, blanks: blanks, isFirst: index == 0)
                }
            }
            return (run.ids, offsets)
        }
    }

    /// - Parameter offsets: takes the original bytes of each token, if the run tracks spans, and
    ///   of an added token the text it was found as.
    @inline(__always)
    private func appendTokens(
        of text: UnsafeBufferPointer<UInt8>, to run: inout TokenRun,
        offsets: (Range<Int>, UnsafeBufferPointer<UInt8>?) -> Void
    ) {
        let tracksOrigins = run.tracksSpans || preTokenizer.needsOrigins
        var normalized = NormalizedText(
            capacity: text.count + text.count / 8 + 16, tracksOrigins: tracksOrigins)
        let buffers = StepBuffers(for: preTokenizer, tracksOrigins: tracksOrigins)
        addedTokens.rawMatcher.forEachPiece(of: text, in: 0..<text.count) { range, token in
            if let token {
                run.append(token.id)
                offsets(range, text.slice(range))
                return
            }
            normalizer.normalize(text, in: range, into: &normalized)
            let bytes = normalized.bytes
            addedTokens.normalizedMatcher.forEachPiece(of: bytes, in: 0..<bytes.count) {
                range, token in
                if let token {
                    run.append(token.id)
                    offsets(normalized.origin(of: range), bytes.slice(range))
                    return
                }
                preTokenizer.forEachWord(of: normalized, in: range, buffers) { text, word in
                    model.appendTokens(of: text.bytes, at: word, to: &run)
                    guard run.tracksSpans else { return }
                    for span in run.spans { offsets(text.origin(of: span), nil) }
                    run.removeSpans()
                }
            }
        }
    }

    private func keptCounts(
        of counts: [Int], around pieces: [PostProcessor.Piece], maximumTokens: Int?
    ) -> [Int] {
        guard let maximumTokens else { return counts }
        let special = pieces.reduce(0) { $0 + ($1.isToken ? 1 : 0) }
        let maximum = max(0, maximumTokens - special)
        guard counts.count == 2 else { return counts.map { min($0, maximum) } }
        let kept = Truncation.counts(first: counts[0], second: counts[1], maximum: maximum)
        return [kept.first, kept.second]
    }
}

// MARK: - Decoding and looking up

extension Tokenizer {
    /// The text that tokens stand for, as near as the vocabulary keeps it. Ids of no token are
    /// skipped.
    public func decode(_ ids: [Int32], skipSpecialTokens: Bool = true) -> String {
        let tokens = ids.compactMap { id -> [UInt8]? in
            if skipSpecialTokens, addedTokens.isSpecial(id) { return nil }
            return bytes(of: id)
        }
        return String(decoding: decoder.decode(tokens), as: UTF8.self)
    }

    /// The token as the vocabulary writes it, an added token found in normalized text in its
    /// normalized form; `nil` if no token has that id.
    public func token(for id: Int32) -> String? {
        bytes(of: id).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The tokens as the vocabulary writes them, one for each id; empty for ids of no token.
    public func tokens(for ids: [Int32]) -> [String] {
        ids.map { token(for: $0) ?? "" }
    }

    /// `nil` if there is no such token.
    public func id(of token: String) -> Int32? {
        var token = token
        return token.withUTF8 { addedTokens[content: Array($0)]?.id ?? model.vocabulary.id(of: $0) }
    }

    private func bytes(of id: Int32) -> [UInt8]? {
        addedTokens.form(of: id) ?? model.vocabulary.token(of: id).map { Array($0) }
    }
}

// MARK: - The first stages alone

extension Tokenizer {
    /// The words the model gets to see, added tokens not looked for.
    package func words(of text: String) -> [String] {
        var text = text
        var words: [String] = []
        text.withUTF8 { text in
            forEachWord(ofUTF8: text) { words.append(String(decoding: $0, as: UTF8.self)) }
        }
        return words
    }

    /// Visits the words the model gets to see, added tokens not looked for.
    /// - Parameter body: takes a word's bytes, which are valid during the call.
    package func forEachWord(
        ofUTF8 text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void
    ) {
        var normalized = NormalizedText(
            capacity: text.count, tracksOrigins: preTokenizer.needsOrigins)
        normalizer.normalize(text, in: 0..<text.count, into: &normalized)
        let buffers = StepBuffers(for: preTokenizer, tracksOrigins: preTokenizer.needsOrigins)
        preTokenizer.forEachWord(of: normalized, in: 0..<normalized.count, buffers) {
            body($0.bytes.slice($1))
        }
    }

    /// Visits the words of a text, of a tokenizer whose tokens are the words of a list.
    /// - Parameter body: takes a word's id, `nil` if the list lacks it, and where it stands.
    package func forEachWord(
        in text: UnsafeBufferPointer<UInt8>, _ body: (Int32?, Range<Int>) -> Void
    ) {
        guard case .words(let list) = model else { return }
        list.forEachWord(of: text, at: 0..<text.count, body)
    }
}
