internal import SencFiles
internal import SencMath
internal import SencWeights

/// The modules after the first, in directories of their own, and how the whole is used.
struct ExportedModules {
    private static let package = "sentence_transformers.models."
    private static let configurationName = "config.json"

    private struct Module {
        /// Its class.
        let name: String
        /// `1_Pooling` and so on.
        let folder: String
        /// Where its files are, if it has any.
        var source: String?
        /// The same, as `modules.json` has it.
        var path = ""
        /// What its weights are called.
        var tensors: [EncoderTensor] = []
    }

    private let settings: ModelSettings
    private var modules: [Module] = []
    /// Components of the model's vectors.
    private(set) var dimension = 0

    /// - Throws: what loading the modules does.
    init(_ settings: ModelSettings) throws {
        self.settings = settings
        // Loading them checks all that their files say.
        if let backend = LoadedBackend(.packed, packing: .eachUse) {
            _ = try Pipeline(
                settings.pooling, settings.modules, in: settings.moduleDirectory, backend: backend)
        }
        // Static embeddings are of texts already.
        if settings.pipeline.input != .staticEmbedding { append("Pooling") }
        var dimension = settings.pooling.outputDimension
        for module in settings.modules {
            switch module {
            case .pooling: break
            case .dense(let path):
                let (outputs, tensors) = try dense(path, inputs: dimension)
                append("Dense", path, tensors)
                dimension = outputs
            case .layerNorm(let path):
                append(
                    "LayerNorm", path,
                    [.vector("norm.weight", dimension), .vector("norm.bias", dimension)])
            case .normalize: append("Normalize")
            }
        }
        self.dimension = min(dimension, settings.sentences.truncateDimension ?? .max)
    }

    private mutating func append(
        _ name: String, _ path: String? = nil, _ tensors: [EncoderTensor] = []
    ) {
        modules.append(
            Module(
                name: name, folder: "\(modules.count + 1)_\(name)",
                source: path.map { Path.join(settings.moduleDirectory, $0) }, path: path ?? "",
                tensors: tensors))
    }

    private func dense(
        _ path: String, inputs: Int
    ) throws -> (outputs: Int, tensors: [EncoderTensor]) {
        let directory = Path.join(settings.moduleDirectory, path)
        let file = try ConfigurationFile(path: Path.join(directory, Self.configurationName))
        let outputs = try file.requiredInteger("out_features", in: 1...(1 << 20))
        func matrix(_ name: String) -> EncoderTensor {
            EncoderTensor(name: name, shape: [outputs, inputs], kind: .matrix)
        }
        var tensors = [matrix("linear.weight")]
        if try file.bool("bias") ?? true { tensors.append(.vector("linear.bias", outputs)) }
        if try file.bool("use_residual") ?? false, inputs != outputs {
            tensors.append(matrix("residual.weight"))
        }
        return (outputs, tensors)
    }

    /// `modules.json`
    /// - Parameter first: the class of the first module.
    func list(first: String) -> [UInt8] {
        let rows = [(first, "")] + modules.map { ($0.name, $0.folder) }
        return JSONWriter.line {
            $0.array(rows.enumerated(), .lines(2)) { writer, module in
                writer.object(.lines(4)) {
                    $0.member("idx", module.offset)
                    $0.member("name", "\(module.offset)")
                    $0.member("path", module.element.1)
                    $0.member("type", Self.package + module.element.0)
                }
            }
        }
    }

    /// Files that are made.
    var files: [(name: String, bytes: [UInt8])] {
        var files = modules.filter { $0.name == "Pooling" }.map {
            (Path.join($0.folder, Self.configurationName), pooling)
        }
        if let own = settings.gguf?.sentencesText {
            files.append((SentenceTransformersConfiguration.fileName, own))
        } else if settingsPath == nil {
            let own = JSONWriter.file {
                $0.object("prompts") { _ in }
                $0.member("default_prompt_name") { $0.null() }
                $0.member("similarity_fn_name", settings.sentences.similarity.rawValue)
            }
            files.append((SentenceTransformersConfiguration.fileName, own))
        }
        return files
    }

    /// Files that are copied.
    var copies: [(name: String, path: String)] {
        var copies = modules.compactMap { module in
            module.source.map {
                let name = Self.configurationName
                return (Path.join(module.folder, name), Path.join($0, name))
            }
        }
        if let settingsPath {
            copies.append((SentenceTransformersConfiguration.fileName, settingsPath))
        }
        return copies
    }

    /// Where the model's prompts are; `nil` if it has none.
    private var settingsPath: String? {
        if case .table(let model) = settings.input, model.words != nil { return nil }
        if settings.gguf?.isSelfContained == true { return nil }
        let home =
            settings.gguf == nil
            ? settings.moduleDirectory : Path.parent(of: settings.moduleDirectory) ?? "."
        let path = Path.join(home, SentenceTransformersConfiguration.fileName)
        return Path.exists(path) ? path : nil
    }

    /// The form that all versions of sentence-transformers read, or for modes in another order
    /// than theirs, which newer ones alone have, the new one.
    private var pooling: [UInt8] {
        let pooling = settings.pooling
        return JSONWriter.file { file in
            if PoolingMode.allCases.filter(pooling.modes.contains) == pooling.modes {
                file.member("word_embedding_dimension", pooling.inputDimension)
                for mode in PoolingMode.allCases {
                    file.member(mode.flag, pooling.modes.contains(mode))
                }
            } else {
                file.member("embedding_dimension", pooling.inputDimension)
                file.member("pooling_mode", pooling.modes.map(\.rawValue))
            }
            file.member("include_prompt", pooling.includesPrompt)
        }
    }

    /// The weights of modules that have some, by the names of their files.
    /// - Parameter learned: what stands in place of tensors, by the module's path and their names.
    func weights(
        learned: [String: StoredMatrix]
    ) throws -> [(name: String, tensors: [ExportedTensor])] {
        try modules.compactMap { module in
            guard let source = module.source else { return nil }
            let weights = NamedWeights(try WeightFile(path: source), prefix: "")
            return (
                Path.join(module.folder, WeightFile.fileName),
                module.tensors.map {
                    ExportedTensor(
                        $0, of: weights, as: $0.name,
                        learned: learned[Path.join(module.path, $0.name)])
                }
            )
        }
    }
}

extension EncoderTensor {
    fileprivate static func vector(_ name: String, _ count: Int) -> EncoderTensor {
        EncoderTensor(name: name, shape: [count], kind: .vector)
    }
}
