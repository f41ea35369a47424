internal import SencFiles
internal import SencTokenizers
internal import SencWeights

/// A LoRA adapter as a directory has it, and the base model that it goes with.
///
/// As in transformers, an adapter beside a configuration and full weights goes with those, and one
/// by itself with the base model that it names.
struct AdapterDirectory: Sendable {
    /// The first that is there counts.
    static let weightNames = ["adapter_model.safetensors", "adapter_model.bin"]

    /// Where the adapter's files are.
    let path: String
    let configuration: AdapterConfiguration
    let weightsPath: String
    /// The base model's directory.
    let baseDirectory: String
    /// Where the base model's transformer is: `baseDirectory`, or one below it.
    let baseInputDirectory: String
    /// The base model's weight file or the directory that has it.
    let baseWeights: String
    /// Where the base model was found.
    private let baseSource: String

    static func isPresent(in directory: String) -> Bool {
        Path.exists(Path.join(directory, AdapterConfiguration.fileName))
    }

    /// - Parameter weightFile: the weights that the user asked for, if they did.
    init(directory: String, weightFile: String?) throws {
        path = directory
        let configPath = Path.join(directory, AdapterConfiguration.fileName)
        let configuration = try AdapterConfiguration(path: configPath)
        self.configuration = configuration
        guard
            let weights = Self.weightNames.map({ Path.join(directory, $0) }).first(
                where: Path.exists)
        else { throw AdapterError.noWeights(directory: directory) }
        weightsPath = weights
        let ownWeights = weightFile.flatMap { file in
            Self.weightNames.contains(Path.lastComponent(of: file)) ? nil : file
        }
        if let ownWeights {
            (baseDirectory, baseSource) = (directory, "given")
            baseInputDirectory = directory
            baseWeights = ownWeights
            return
        }
        (baseDirectory, baseSource) = try Self.base(
            configuration.base, adapter: directory, configPath: configPath)
        func unsuitable(_ problem: Message) -> AdapterError {
            .unsuitableBase(configuration.base ?? directory, problem: problem, path: configPath)
        }
        let pipeline = try PipelineConfiguration(directory: baseDirectory)
        let input = pipeline.inputDirectory(in: baseDirectory)
        (baseInputDirectory, baseWeights) = (input, input)
        guard pipeline.input == .transformer else { throw unsuitable("is not a transformer") }
        guard Path.exists(Path.join(input, "config.json")) else {
            throw unsuitable("is not a model directory: it has no config.json")
        }
        let isOther = Path.resolved(input) != Path.resolved(directory)
        if isOther, Self.isPresent(in: input) {
            throw unsuitable("is an adapter itself, which is not supported")
        }
    }

    /// Finds the base model: the weights beside the adapter, a path as transformers takes it, one
    /// from the adapter's directory on, a name on the search path or in the cache.
    /// - Returns: its directory, and what says so.
    private static func base(
        _ name: String?, adapter directory: String, configPath: String
    ) throws -> (directory: String, source: String) {
        if hasModel(directory) { return (directory, "beside the adapter") }
        guard let name else { throw AdapterError.unnamedBase(path: configPath) }
        let key = "\(AdapterConfiguration.fileName) base_model_name_or_path"
        for candidate in [name, name.hasPrefix("/") ? name : Path.join(directory, name)]
        where isModel(candidate) {
            return (candidate, key)
        }
        // A missing path is not taken for a model's name.
        if !name.hasPrefix("/"), !name.hasPrefix(".") {
            for name in [name, name.withoutOrganization(of: "sentence-transformers")] {
                guard let name, let location = try? ModelSearch.locate(name),
                    location.weightFile == nil, isModel(location.directory)
                else { continue }
                return (location.directory, key)
            }
        }
        throw AdapterError.noBase(name, path: configPath)
    }

    private static func isModel(_ directory: String) -> Bool {
        ["config.json", "modules.json"].contains { Path.exists(Path.join(directory, $0)) }
    }

    /// Whether full weights are in a directory, with their configuration.
    private static func hasModel(_ directory: String) -> Bool {
        Path.exists(Path.join(directory, "config.json"))
            && (try? WeightFile.isPresent(in: directory)) == true
    }

    /// What tells whether its files are still the same.
    var stamp: String {
        [configuration.path, weightsPath].map { "\($0) \(Path.stamp(of: $0) ?? "")" }
            .joined(separator: " ")
    }

    func load() throws -> Adapter {
        try Adapter(configuration, WeightFile(path: weightsPath), base: baseDirectory)
    }

    /// What `inspect` prints.
    func settings(_ adapter: Adapter) -> [Setting] {
        let rank = configuration.rank
        let kind = configuration.hasMagnitudes ? "DoRA" : "LoRA"
        return [
            Setting(
                name: "adapter",
                value: "\(kind), rank \(rank), \(adapter.moduleCount) modules", in: weightsPath),
            Setting(name: "adapter's base", value: "\(baseDirectory)", in: baseSource),
        ]
    }
}

extension String {
    /// The name without an organization in front of it; `nil` if it has another one or none.
    fileprivate func withoutOrganization(of name: String) -> String? {
        hasPrefix(name + "/") ? String(dropFirst(name.count + 1)) : nil
    }
}

extension Tokenizer {
    /// Whether a directory has files that make a tokenizer, not such alone that go with one.
    static func isPresent(in directory: String) -> Bool {
        let companions = ["tokenizer_config.json", "special_tokens_map.json", "merges.txt"]
        return fileNames.contains {
            !companions.contains($0) && Path.exists(Path.join(directory, $0))
        }
    }
}
