internal import SencFiles
internal import SencWeights

/// A model that can be asked for by its name, as its configuration and the headers of its files
/// tell.
package struct ListedModel: Sendable {
    /// What leads to it as `--model`.
    package let name: String
    package let place: ModelPlace
    package let path: String
    /// Of all its files.
    package let bytes: Int
    /// As its card or its file has them.
    package let languages: [String]
    /// Components of a vector; `nil` with a fault.
    package let dimension: Int?
    /// Tokens of a text; `nil` for no limit, or with a fault.
    package let maximumTokens: Int?
    /// Why it cannot be used, if its configuration or its headers tell.
    package let fault: String?

    /// All of them, those of the search path first.
    package static func all() -> [ListedModel] {
        ModelSearch.named().map(ListedModel.init)
    }

    /// Their names, of which nothing is read.
    package static var names: [String] { ModelSearch.named().map(\.name) }

    /// The directories that names are looked up in, the first to be asked first.
    package static var searchPath: [String] { ModelSearch.searchPath }

    init(_ model: ModelSearch.Named) {
        let resolved = Path.resolved(model.directory)
        let path = resolved ?? model.directory
        // Something else may have the name, such as a file of the working directory.
        name = Self.place(of: model.name) == resolved ? model.name : path
        place = model.place
        self.path = path
        bytes = DirectorySize(of: model.directory).bytes
        var card = ModelCard(directory: model.directory).languages
        do {
            let location = try ModelSearch.locate(model.directory)
            let facts = try Facts.read(location)
            if let own = facts.languages { card = own }
            (dimension, maximumTokens, fault) = (facts.dimension, facts.maximumTokens, nil)
        } catch {
            (dimension, maximumTokens, fault) = (nil, nil, "\(error)")
        }
        languages = card
    }

    private static func place(of name: String) -> String? {
        guard let location = try? ModelSearch.locate(name), location.weightFile == nil else {
            return nil
        }
        return Path.resolved(location.directory)
    }

    /// What is read of a model's own files.
    private struct Facts {
        /// `nil` if they do not say.
        var languages: [String]?
        var dimension: Int
        var maximumTokens: Int?

        static func read(_ location: ModelSearch.Location) throws -> Facts {
            let isFile = try GGUFModel.path(location) != nil
            let pipeline =
                isFile ? .undeclared : try PipelineConfiguration(directory: location.directory)
            guard pipeline.input == .transformer else {
                return try readTable(pipeline, in: location.directory)
            }
            let settings = try ModelSettings(location)
            _ = try WeightFile(path: settings.weights)
            let stated = settings.statedLanguages.languages
            return Facts(
                languages: stated.isEmpty ? nil : stated,
                dimension: min(
                    try PipelineConfiguration.dimension(
                        after: settings.modules, from: settings.pooling.outputDimension,
                        in: settings.moduleDirectory),
                    settings.sentences.truncateDimension ?? .max),
                maximumTokens: settings.maximumTokens)
        }

        /// Of token vectors, without reading those or the tokenizer.
        private static func readTable(
            _ pipeline: PipelineConfiguration, in directory: String
        ) throws -> Facts {
            let header = try StaticConfiguration.Header(
                directory: pipeline.inputDirectory(in: directory),
                isWords: pipeline.input == .wordEmbeddings)
            let sentences = try SentenceTransformersConfiguration(directory: directory)
            return Facts(
                dimension: min(
                    try PipelineConfiguration.dimension(
                        after: pipeline.modules, from: header.dimension, in: directory),
                    sentences.truncateDimension ?? .max),
                maximumTokens: header.maximumTokens)
        }
    }
}

extension PipelineConfiguration {
    /// The components of vectors after some modules, as their configurations say.
    fileprivate static func dimension(
        after modules: [Module], from dimension: Int, in directory: String
    ) throws -> Int {
        func file(_ path: String) throws -> ConfigurationFile {
            try ConfigurationFile(path: Path.join(Path.join(directory, path), "config.json"))
        }
        return try modules.reduce(dimension) { dimension, module in
            switch module {
            case .pooling(let path):
                return try Pooling(file(path), hiddenSize: dimension).outputDimension
            case .dense(let path):
                return try file(path).requiredInteger("out_features", in: 1...(1 << 20))
            case .layerNorm, .normalize: return dimension
            }
        }
    }
}

/// How much a directory's files take.
private struct DirectorySize {
    /// Directories below it, and files in all, that are looked at.
    private static let maximumDepth = 4
    private static let maximumFiles = 20_000

    private(set) var bytes = 0
    private var files = 0

    init(of directory: String) {
        add(directory, depth: 0)
    }

    private mutating func add(_ directory: String, depth: Int) {
        guard depth <= Self.maximumDepth, files < Self.maximumFiles,
            let names = try? Directory.names(in: FileName(directory), limit: Self.maximumFiles)
        else { return }
        for name in names {
            let path = Path.join(directory, name.string)
            files += 1
            if let size = Path.size(of: path) {
                let (sum, overflow) = bytes.addingReportingOverflow(size)
                bytes = overflow ? .max : sum
            } else if Path.kind(of: path) == .directory {
                add(path, depth: depth + 1)
            }
        }
    }
}
