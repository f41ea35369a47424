/// A tokenizer in the making, of a form of file that says less than a `tokenizer.json`.
struct Stages {
    var model: Model
    var added: AddedTokenList
    var normalizer: [NormalizationStep] = []
    var preTokenizer: [PreTokenizationStep] = []
    var decoder: [DecodingStep] = []
    var postProcessor = PostProcessor.around(beginning: nil, end: nil)

    /// What SentencePiece writes for a space.
    static let space = Array("\u{2581}".utf8)

    init(_ model: Model) {
        self.model = model
        added = AddedTokenList(vocabulary: model.vocabulary)
    }

    /// What XLM-R, CamemBERT, T5 and ALBERT share: words, each with its space before it.
    init(words model: Model, prefixed: Bool) {
        self.init(model)
        let prepends: Metaspace.Prepending = prefixed ? .always : .never
        preTokenizer = [
            .whitespaceSplit,
            .metaspace(Metaspace(replacement: Self.space, prepends: prepends, splits: true)),
        ]
        decoder = [.metaspace(replacement: Self.space, prepends: prefixed)]
    }
}

extension Tokenizer {
    init(_ stages: Stages, _ configuration: TokenizerConfiguration) {
        self.init(
            added: stages.added, normalizer: Normalizer(stages.normalizer),
            preTokenizer: PreTokenizer(stages.preTokenizer), model: stages.model,
            postProcessor: stages.postProcessor, decoder: Decoder(stages.decoder),
            configuration: configuration)
    }
}
