package import SencTokenizers

/// The token ids of a text, ready for the transformer.
package struct TokenizedText: Sendable {
    /// Runs of ids that fit the model, special ones included; more than one if a text was chunked.
    package var sequences: [[Int32]]
    /// Tokens that the whole text has, special ones included.
    package var untruncatedCount: Int
    /// Tokens that stand for the text in `sequences`, the special ones counted once.
    package var tokenCount: Int
    /// Whether most tokens are unknown or single characters.
    var isFragmented = false
}

/// Turns texts into token ids as a model asks for it: prompt, letter case, length.
package struct TextTokenizer: Sendable {
    /// What one call's options come to for this model.
    package struct Rules: Sendable {
        let prompt: String
        /// Leading tokens, those of the prompt, that pooling leaves out.
        package let unpooledTokens: Int
        let maximumTokens: Int
        let overflow: EncodingOptions.Overflow
        let truncationSide: TruncationSide
    }

    let tokenizer: Tokenizer
    private let sentences: SentenceTransformersConfiguration
    /// The model's limit on the tokens of a text.
    private let maximumTokens: Int
    /// Tokens that a text may have at most, whatever limit is asked for.
    private let maximumPositions: Int
    /// Whether pooling leaves out the tokens of the prompt.
    private let leavesOutPrompt: Bool
    /// The special ids that stand before and after a text's own.
    private let leading: [Int32]
    private let trailing: [Int32]
    private let tokenization: TokenizationOptions
    private let medianTokenLength: MedianTokenLength
    private let unknownID: Int32?
    /// How many tokens the model has vectors for, if added ones may have none.
    private let idCount: Int?

    package init(_ tokenizer: Tokenizer, _ settings: ModelSettings) {
        self.tokenizer = tokenizer
        sentences = settings.sentences
        maximumTokens = settings.maximumTokens
        maximumPositions = settings.input.maximumPositions
        leavesOutPrompt =
            if case .transformer = settings.input { !settings.pooling.includesPrompt } else {
                false
            }
        tokenization = settings.input.tokenization
        medianTokenLength = MedianTokenLength(of: tokenizer)
        unknownID = tokenizer.specialTokenIDs.unknown
        idCount = tokenizer.idLimit > settings.input.idCount ? settings.input.idCount : nil
        let sample = tokenizer.encode("a")
        let special = sample.specialTokensMask
        leading = Array(zip(sample.ids, special).prefix { $0.1 }.map(\.0))
        trailing = Array(zip(sample.ids, special).reversed().prefix { $0.1 }.map(\.0).reversed())
    }

    package func rules(for options: EncodingOptions) throws(EncodingError) -> Rules {
        var prompt = options.prompt ?? ""
        if options.prompt == nil,
            let name = options.promptName ?? sentences.defaultPromptName
        {
            guard let text = sentences.prompts[name] else {
                throw EncodingError.unknownPrompt(
                    name: name, known: sentences.prompts.keys.sorted())
            }
            prompt = text
        }
        let allowed = (leading.count + trailing.count + 1)...maximumPositions
        let limit = options.maximumTokens ?? maximumTokens
        guard options.maximumTokens == nil || allowed.contains(limit) else {
            throw EncodingError.invalidMaximumTokens(limit, allowed: allowed)
        }
        let side = options.truncationSide ?? tokenizer.truncationSide
        var unpooled = 0
        if !prompt.isEmpty, leavesOutPrompt {
            // One special token at the end is not the prompt's, whoever put it there.
            let ids = tokenizer.encode(
                prompt, maximumTokens: limit, truncationSide: side
            ).ids
            unpooled = ids.count
            if let last = ids.last, tokenizer.specialIDs.contains(last) { unpooled -= 1 }
        }
        return Rules(
            prompt: prompt, unpooledTokens: unpooled, maximumTokens: limit,
            overflow: options.overflow, truncationSide: side)
    }

    /// - Parameter index: the text's place among others, for the error.
    package func tokenize(_ text: String, index: Int, _ rules: Rules) throws(EncodingError)
        -> TokenizedText
    {
        var text = rules.prompt.isEmpty ? text : rules.prompt + text
        if tokenization.findsWholeTexts, !text.isEmpty, let id = tokenizer.id(of: text) {
            return TokenizedText(sequences: [[id]], untruncatedCount: 1, tokenCount: 1)
        }
        if let least = tokenization.leastSpelledScalars {
            return try tokenizeWords(of: &text, leastScalars: least, index: index, rules)
        }
        var ids: [Int32] = []
        let limit = rules.maximumTokens
        let limitOfIDs = rules.overflow == .chunk ? nil : limit
        var whole = count(&text, limit: limitOfIDs, rules.truncationSide, ids: &ids)
        let isOver = whole > limit
        if let part = part(of: text, rules) {
            text = part
            ids = []
            _ = count(&text, limit: limit, rules.truncationSide, ids: &ids)
        }
        if let idCount, let id = ids.first(where: { $0 >= idCount }) {
            throw EncodingError.tokenWithoutVector(
                text: index, token: tokenizer.token(for: id) ?? "", id: Int(id), count: idCount)
        }
        let special = leading.count + trailing.count
        let isFragmented = Fragmentation.isPresent(
            in: &text, tokens: whole - special, keptTokens: ids.count - special,
            unknown: unknownID.map { id in ids.count { $0 == id } } ?? 0)
        if let omitted = tokenization.omittedID {
            let count = ids.count
            ids.removeAll { $0 == omitted }
            whole -= count - ids.count
        }
        guard isOver else {
            return TokenizedText(
                sequences: [ids], untruncatedCount: whole, tokenCount: ids.count,
                isFragmented: isFragmented)
        }
        switch rules.overflow {
        case .truncate:
            return TokenizedText(
                sequences: [ids], untruncatedCount: whole, tokenCount: ids.count,
                isFragmented: isFragmented)
        case .error:
            throw EncodingError.textTooLong(text: index, tokens: whole, limit: limit)
        case .chunk:
            return TokenizedText(
                sequences: chunks(of: ids, limit: limit), untruncatedCount: whole,
                tokenCount: whole,
                isFragmented: isFragmented)
        }
    }

    /// What a model that cuts long texts by their characters leaves of one, with its prompt; `nil` of
    /// the whole.
    func part(of text: String, _ rules: Rules) -> String? {
        let limit = rules.maximumTokens
        guard tokenization.cutsAtMedianLength, rules.overflow == .truncate,
            text.utf8.count > limit
        else { return nil }
        let scalars = limit.multipliedReportingOverflow(by: medianTokenLength.value)
        return text.part(
            ofScalars: scalars.overflow ? .max : scalars.partialValue, cutAt: rules.truncationSide)
    }

    /// Appends a text's ids, cut at the limit.
    /// - Returns: how many there are without a limit.
    private func count(
        _ text: inout String, limit: Int?, _ side: TruncationSide, ids: inout [Int32]
    ) -> Int {
        text.withUTF8 { bytes in
            tokenizer.appendIDs(
                ofUTF8: bytes, maximumTokens: limit, truncationSide: side, to: &ids
            ).untruncatedCount
        }
    }

    private func chunks(of ids: [Int32], limit: Int) -> [[Int32]] {
        let own = ids.dropFirst(leading.count).dropLast(trailing.count)
        guard !own.isEmpty else { return [Array(ids)] }
        let room = limit - leading.count - trailing.count
        return stride(from: own.startIndex, to: own.endIndex, by: room).map { start in
            leading + own[start..<min(start + room, own.endIndex)] + trailing
        }
    }
}

extension String {
    /// The first `count` scalars of a text that is cut at its right end, the last of one that is
    /// cut at its left; `nil` if there are no more than those.
    fileprivate func part(ofScalars count: Int, cutAt side: TruncationSide) -> String? {
        let scalars = unicodeScalars
        switch side {
        case .right:
            let end = scalars.index(startIndex, offsetBy: count, limitedBy: endIndex)
            return end.flatMap { $0 < endIndex ? String(scalars[..<$0]) : nil }
        case .left:
            let start = scalars.index(endIndex, offsetBy: -count, limitedBy: startIndex)
            return start.flatMap { $0 > startIndex ? String(scalars[$0...]) : nil }
        }
    }
}
