internal import SencFiles
internal import SencTokenizers
internal import SencWeights

/// The work of cutting a model's vocabulary.
struct ModelTrimming {
    private let settings: ModelSettings
    private let model: String
    private let options: TrimmingOptions
    /// What texts are tokenized by, without the special tokens that only transformers get.
    private let tokenizer: Tokenizer
    /// The same with all that its files have.
    private let whole: Tokenizer
    /// What may stand before a text.
    private let prompts: [String]

    /// - Parameter model: the model as it was asked for.
    init(
        _ settings: ModelSettings, askedForAs model: String, _ options: TrimmingOptions
    ) throws {
        (self.settings, self.model, self.options) = (settings, model, options)
        tokenizer = try settings.tokenizer()
        try settings.check(tokenizer)
        whole =
            settings.pipeline.input == .staticEmbedding
            ? try Tokenizer(tokenizerJSON: settings.tokenizerPath) : tokenizer
        prompts = Set(settings.sentences.prompts.values).subtracting([""]).sorted()
    }

    func write(
        to directory: String, texts: () throws -> () throws -> String?,
        _ checkpoint: () throws -> Void
    ) throws -> TrimmedModel {
        let sources = try WeightSources(settings)
        let type = options.type ?? (sources.isHalf ? .float16 : .float32)
        let (use, longest) = try use(of: texts, checkpoint)
        let cut = VocabularyCut(try selection(use, longest: longest))
        var (textCount, unchangedCount, byteCount) = (0, 0, 0)
        _ = try ModelExport(settings, askedForAs: model, type, cut: cut).write(
            to: directory, checkpoint
        ) { path in
            let trimmed = try ModelSettings(ModelSearch.locate(path))
            byteCount = try WeightSources(trimmed).byteCount
            try compare(trimmed, cut, texts: texts) { isUnchanged in
                textCount += 1
                if isUnchanged { unchangedCount += 1 }
                if textCount.isMultiple(of: Self.checkedTexts) { try checkpoint() }
            }
        }
        return TrimmedModel(
            sourceTokenCount: tokenizer.vocabularySize, tokenCount: cut.oldIDs.count,
            sourceByteCount: sources.byteCount, byteCount: byteCount, textCount: textCount,
            unchangedTextCount: unchangedCount, type: type)
    }

    /// Texts between two checkpoints.
    private static let checkedTexts = 64

    // MARK: - What texts need

    /// - Returns: the tokens, and of models that cut long texts by their characters how many the
    ///   longest has.
    private func use(
        of texts: () throws -> () throws -> String?, _ checkpoint: () throws -> Void
    ) throws -> (VocabularyUse, longest: Int) {
        var use = VocabularyUse(of: tokenizer)
        let tokenization = settings.input.tokenization
        let before = TextTokenizer(tokenizer, settings)
        let rules = try ([""] + prompts).map { try before.rules(for: EncodingOptions(prompt: $0)) }
        var longest = 0
        var count = 0
        let next = try texts()
        while var text = try next() {
            count += 1
            if count.isMultiple(of: Self.checkedTexts) { try checkpoint() }
            if tokenization.findsWholeTexts, !text.isEmpty, let id = tokenizer.id(of: text) {
                use.add(wholeText: id)
                continue
            }
            text.withUTF8 { use.add($0) }
            if tokenization.cutsAtMedianLength {
                longest = max(longest, text.unicodeScalars.count)
            }
            for rules in rules {
                var form = rules.prompt + text
                if !rules.prompt.isEmpty { form.withUTF8 { use.addForm($0) } }
                // Where it is cut in a word, that has other tokens.
                if var part = before.part(of: form, rules) { part.withUTF8 { use.addForm($0) } }
            }
        }
        guard use.hasTokens else { throw TrimmingError.noTokens(path: settings.directory) }
        let longestPrompt = prompts.map(\.unicodeScalars.count).max() ?? 0
        return (use, longest + longestPrompt)
    }

    private func selection(
        _ use: VocabularyUse, longest: Int
    ) throws -> VocabularySelection {
        var selection = VocabularySelection(of: whole)
        try keepRoles(&selection)
        for token in options.tokens {
            guard let id = tokenizer.id(of: token) else {
                throw TrimmingError.unknownToken(token, path: settings.directory)
            }
            selection.keep(id)
        }
        selection.keepCharacters(of: use)
        if options.keepsAllCharacters { selection.keepAllCharacters() }
        if let size = options.vocabularySize, selection.count > size {
            throw TrimmingError.tooSmall(size: size, required: selection.count)
        }
        selection.keep(
            use, minimumCount: options.minimumCount, limit: options.vocabularySize ?? .max)
        if options.vocabularySize == nil { keepMedianLength(&selection, longest: longest) }
        return selection
    }

    /// Keeps the tokens that `config.json` and `tokenizer.json` give a role, and where positions are
    /// counted from the id of padding, all before it.
    private func keepRoles(_ selection: inout VocabularySelection) throws {
        if settings.gguf == nil, Path.exists(settings.tokenizerPath) {
            let file = try JSON(path: settings.tokenizerPath, limit: JSON.maximumBytes)
            if let id = file["padding"]?["pad_id"]?.int.flatMap({ Int32(exactly: $0) }) {
                selection.keep(id)
            }
        }
        guard case .transformer(let encoder) = settings.input else { return }
        if settings.gguf == nil {
            let directory = settings.adapter?.baseInputDirectory ?? settings.inputDirectory
            let file = try ConfigurationFile(path: Path.join(directory, "config.json"))
            for id in VocabularyCut.roleIDs(file.root) { selection.keep(id) }
        }
        guard case .learned(_, let padding?) = encoder.positions,
            let last = Int32(exactly: padding)
        else { return }
        for id in 0...max(0, last) {
            selection.keep(id)
            guard selection.contains(id) else {
                throw TrimmingError.paddingMoves(path: settings.directory)
            }
        }
    }

    /// model2vec cuts long texts at as many characters as the limit of tokens has if each is of the
    /// vocabulary's median length. Where a text is so long, further tokens are kept until the median
    /// is what it was.
    private func keepMedianLength(_ selection: inout VocabularySelection, longest: Int) {
        guard settings.input.tokenization.cutsAtMedianLength else { return }
        var lengths = TokenLengths(of: tokenizer)
        for id in lengths.ids where selection.contains(id) { lengths.keep(id) }
        let median = lengths.median
        let (limit, isUnlimited) = settings.maximumTokens.multipliedReportingOverflow(
            by: min(median, max(1, lengths.keptMedian)))
        guard !isUnlimited, longest > limit else { return }
        for id in lengths.ids(towards: median) {
            if max(1, lengths.keptMedian) == median { return }
            guard !selection.contains(id) else { continue }
            let before = selection.count
            selection.keep(id)
            if selection.count == before + 1 {
                lengths.keep(id)
            } else {
                lengths.recount(selection)
            }
        }
    }

    // MARK: - Comparing

    /// Tells of each text whether it has the same tokens as before, with any of the prompts.
    private func compare(
        _ trimmed: ModelSettings, _ cut: VocabularyCut,
        texts: () throws -> () throws -> String?, _ tell: (Bool) throws -> Void
    ) throws {
        let before = TextTokenizer(tokenizer, settings)
        let after = TextTokenizer(try trimmed.tokenizer(), trimmed)
        let rules = try ([""] + prompts).map { prompt in
            let options = EncodingOptions(prompt: prompt)
            return (try before.rules(for: options), try after.rules(for: options))
        }
        let next = try texts()
        while let text = try next() {
            let isUnchanged = rules.allSatisfy { old, new in
                // A token without a vector is an error for both.
                guard let old = try? before.tokenize(text, index: 0, old) else { return true }
                guard let new = try? after.tokenize(text, index: 0, new) else { return false }
                return new.sequences.map { $0.map { cut.oldIDs[Int($0)] } } == old.sequences
            }
            try tell(isUnchanged)
        }
    }
}

/// The files with a model's weights.
private struct WeightSources {
    private(set) var byteCount = 0
    /// Whether all numbers are float16.
    private(set) var isHalf = false

    init(_ settings: ModelSettings) throws {
        if case .table(let model) = settings.input, let words = model.words {
            byteCount = Path.size(of: words.path) ?? 0
            return
        }
        var paths: Set<String> = []
        var types: Set<ElementType> = []
        var files = [settings.weights]
        for module in settings.modules {
            switch module {
            case .dense(let path), .layerNorm(let path):
                files.append(Path.join(settings.moduleDirectory, path))
            case .pooling, .normalize: break
            }
        }
        for path in files {
            for tensor in try WeightFile(path: path).tensors {
                paths.insert(tensor.path)
                if !Self.indices.contains(tensor.elementType) { types.insert(tensor.elementType) }
            }
        }
        if let adapter = settings.adapter {
            paths.insert(adapter.weightsPath)
            types.insert(.float32)
        }
        byteCount = paths.reduce(0) { $0 + (Path.size(of: $1) ?? 0) }
        // Vectors that are multiplied by weights of tokens are no numbers of a file.
        if case .table(let model) = settings.input, case .tensors(_, let table) = model.rows,
            table.weights != nil
        {
            types.insert(.float32)
        }
        isHalf = types == [.float16]
    }

    /// Types of tensors that have no weights: positions, and the rows of ids.
    private static let indices: Set<ElementType> = [.int64, .int32, .bool]
}

extension ModelSettings {
    fileprivate var tokenizerPath: String { Path.join(tokenizerDirectory, "tokenizer.json") }

    /// What texts are tokenized by.
    fileprivate func tokenizer() throws -> Tokenizer {
        switch input {
        case .transformer: try transformerTokenizer()
        case .table(let model): model.tokenizer
        }
    }
}
