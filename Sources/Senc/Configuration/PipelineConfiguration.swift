internal import SencFiles

/// The steps of a sentence-transformers model, from its `modules.json`.
package struct PipelineConfiguration: Sendable {
    /// What gives tokens, or texts, their first vectors.
    package enum Input: Sendable, Equatable {
        case transformer
        /// Token vectors whose mean is the text's vector.
        case staticEmbedding
        /// Word vectors, which a pooling module follows.
        case wordEmbeddings
    }

    package enum Module: Sendable, Equatable {
        /// `path` is relative to the model directory, as are the others'.
        case pooling(path: String)
        case dense(path: String)
        case layerNorm(path: String)
        case normalize
    }

    /// The modules that there are, by the last component of their type.
    package static let supported = [
        "Transformer", "StaticEmbedding", "WordEmbeddings", "Pooling", "Dense", "LayerNorm",
        "Normalize", "Dropout",
    ]

    private static let noInput: Message =
        "must name a Transformer, StaticEmbedding or WordEmbeddings first"

    package let input: Input
    /// The directory of the first module, relative to the model directory.
    let inputPath: String
    /// What follows it, in order.
    package let modules: [Module]
    /// Whether `modules.json` was there to say so.
    let isDeclared: Bool

    /// That of a file of word vectors, which has no `modules.json` beside it.
    package static let wordVectors = PipelineConfiguration(input: .wordEmbeddings)

    /// That of a GGUF file.
    static let undeclared = PipelineConfiguration(input: .transformer)

    private init(input: Input) {
        (self.input, inputPath, modules, isDeclared) = (input, "", [], false)
    }

    /// The directory of the first module's own files.
    func inputDirectory(in directory: String) -> String {
        inputPath.isEmpty || inputPath == "." ? directory : Path.join(directory, inputPath)
    }

    /// - Returns: transformer and mean pooling if there is no `modules.json`, or token vectors if
    ///   `config.json` is one of model2vec's.
    package init(directory: String) throws {
        let path = Path.join(directory, "modules.json")
        guard Path.exists(path) else {
            let isStatic = try Model2VecConfiguration.isPresent(in: directory)
            input = isStatic ? .staticEmbedding : .transformer
            (inputPath, modules, isDeclared) = ("", [], false)
            return
        }
        let root = try JSON(path: path)
        let file = ConfigurationFile(path: path, root: root)
        guard let entries = root.elements, !entries.isEmpty else {
            throw file.invalid("", "must be a list of modules")
        }
        var input: (kind: Input, path: String)?
        var modules: [Module] = []
        for entry in entries {
            let entry = ConfigurationFile(path: path, root: entry)
            guard let type = try entry.string("type") else {
                throw entry.invalid("type", "is missing")
            }
            let place = try entry.string("path") ?? ""
            guard !place.startsWithBytes(of: "/"), !place.parts(between: "/").contains("..") else {
                throw entry.invalid("path", "must lie inside the model directory")
            }
            // A text has one vector after pooling, or after a module that pools by itself.
            let isPooled =
                input?.kind == .staticEmbedding || modules.contains(where: \.isPooling)
            // The dotted prefix differs between versions of sentence-transformers.
            switch type.split(separator: ".").last {
            case "Transformer" where input == nil: input = (.transformer, place)
            case "StaticEmbedding" where input == nil: input = (.staticEmbedding, place)
            case "WordEmbeddings" where input == nil: input = (.wordEmbeddings, place)
            case "Pooling" where input != nil && !isPooled: modules.append(.pooling(path: place))
            case "Dense" where isPooled: modules.append(.dense(path: place))
            case "LayerNorm" where isPooled: modules.append(.layerNorm(path: place))
            case "Normalize" where isPooled:
                try Self.checkKeys(of: "Normalize", in: Path.join(directory, place))
                modules.append(.normalize)
            // It does nothing but in training.
            case "Dropout" where isPooled: break
            case .some(let name) where Self.supported.contains(String(name)):
                guard input != nil else { throw file.invalid("type", Self.noInput) }
                throw entry.invalid("type", "puts \(type.quoted()) at a place it cannot have")
            default:
                throw ModelError.unsupportedModule(
                    type: type, supported: Self.supported, path: path)
            }
        }
        guard let input else { throw file.invalid("type", Self.noInput) }
        guard input.kind == .staticEmbedding || modules.contains(where: \.isPooling) else {
            throw file.invalid("type", "names no Pooling")
        }
        (self.input, inputPath) = input
        self.modules = modules
        isDeclared = true
    }

    /// - Throws: `ModelError.invalidConfiguration` if the module's `config.json`, which may be
    ///   absent, has it work on something else than the text's vector.
    static func checkKeys(of module: String, in directory: String) throws {
        let path = Path.join(directory, "config.json")
        // A module without a directory of its own has no file of its own either.
        guard Path.lastComponent(of: directory).hasSuffix(module),
            let file = try ConfigurationFile.ifPresent(path)
        else { return }
        try file.checkKeysOfSentenceModule()
    }
}

extension ConfigurationFile {
    /// - Throws: `ModelError.invalidConfiguration` if a module reads or writes something else than
    ///   the text's vector.
    func checkKeysOfSentenceModule() throws {
        for key in ["module_input_name", "module_output_name"] {
            if let name = try string(key), name != "sentence_embedding" {
                throw invalid(key, "is \(name.quoted()); only 'sentence_embedding' is supported")
            }
        }
    }
}

extension PipelineConfiguration.Module {
    var isPooling: Bool {
        if case .pooling = self { true } else { false }
    }
}
