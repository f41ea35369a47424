internal import SencFiles
public import SencTokenizers
internal import SencWeights

extension Tokenizer {
    /// The tokenizer of a model, without its weights.
    /// - Parameter model: as for `SentenceEncoder`.
    public init(model: String) throws {
        let location = try ModelSearch.locate(model)
        try location.checkFile()
        if let file = location.weightFile, WordVectorFile.seemsToBe(path: file) {
            self = StaticConfiguration.tokenizer(of: try WordVectorFile(path: file))
            return
        }
        if let file = try GGUFModel.path(location) {
            self = try GGUFModel(path: file).tokenizer()
            return
        }
        let pipeline = try PipelineConfiguration(directory: location.directory)
        let directory = pipeline.inputDirectory(in: location.directory)
        switch pipeline.input {
        case .transformer where AdapterDirectory.isPresent(in: directory):
            self = try ModelSettings(location).transformerTokenizer()
        case .transformer:
            let tokenizer = try Tokenizer(directory: directory)
            let lowercases = try SentenceBertConfiguration(directory: directory).lowercases
            self = lowercases ? tokenizer.lowercasing() : tokenizer
        case .staticEmbedding: self = try StaticConfiguration.tokenizer(directory: directory)
        case .wordEmbeddings: self = try StaticConfiguration.wordTokenizer(directory: directory)
        }
    }
}
