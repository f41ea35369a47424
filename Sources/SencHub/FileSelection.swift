internal import SencFiles

/// Which of a model's files are needed: configuration, tokenizer, the folders of the modules, and
/// the weights in one form.
struct FileSelection {
    static let modulesName = "modules.json"
    /// Configuration, vocabularies and merges, SentencePiece models.
    private static let plainSuffixes = [".json", ".txt", ".model"]
    private static let indexSuffix = ".index.json"
    /// Forms of weights, the first to be preferred. Each is one file, or an index and its shards.
    private static let weightNames = ["model.safetensors", "pytorch_model.bin"]
    /// Weights of an adapter, beside a model's own or with those of another model.
    private static let adapterNames = ["adapter_model.safetensors", "adapter_model.bin"]
    private static let onnxNames = ["model.onnx", "onnx/model.onnx"]
    /// What marks a GGUF file's precision, the best first.
    private static let ggufMarks = [
        "f32", "bf16", "f16", "q8_0", "q6_k", "q5_k", "q5_", "q4_k", "q4_",
    ]

    private let names: Set<String>
    /// The folders whose files count; an empty name for the model's own.
    private var folders: Set<String> = [""]
    /// Those that may have weights: the modules', where they are listed.
    private var weightFolders: Set<String> = [""]

    init(_ names: Set<String>) {
        self.names = names
    }

    /// The list of modules, if the model has one.
    var modules: String? { names.contains(Self.modulesName) ? Self.modulesName : nil }

    /// Adds the folders that `modules.json` leads to. What is wrong in it is reported by who loads it.
    mutating func add(modules: JSON) {
        var paths: [String] = []
        modules.forEachElement { if let path = $0["path"]?.string { paths.append(path) } }
        guard !paths.isEmpty else { return }
        weightFolders = Set(
            paths.map { $0.utf8.last == UInt8(ascii: "/") ? String($0.dropLast()) : $0 })
        folders.formUnion(weightFolders)
    }

    /// Whether a file is weights, or what belongs to them, and not read as text.
    static func isWeights(_ name: String) -> Bool {
        !plainSuffixes.contains { name.hasSuffix($0) }
    }

    /// The indexes of sharded weights that must be read to know the shards.
    var indexes: [String] {
        weightFolders.sorted().compactMap(weights(in:)).filter { $0.hasSuffix(Self.indexSuffix) }
    }

    /// All files that are needed, in the order of their names.
    /// - Parameter shards: what the indexes lead to.
    /// - Returns: none if the model has no weights.
    func files(shards: Set<String>) -> [String]? {
        let adapters = weightFolders.compactMap { folder in
            Self.adapterNames.map { Self.join(folder, $0) }.first(where: names.contains)
        }
        let weights = weightFolders.compactMap(weights(in:)) + adapters
        guard !weights.isEmpty else { return nil }
        let plain = names.filter { name in
            let parts = Self.split(name)
            return folders.contains(parts.folder) && !name.hasSuffix(Self.indexSuffix)
                && Self.plainSuffixes.contains { name.hasSuffix($0) }
        }
        let external = weights.flatMap { [$0 + "_data", $0 + ".data"] }.filter(names.contains)
        return plain.union(weights).union(external).union(shards).sorted()
    }

    /// The files that an index of shards names, in the index's folder.
    static func shards(in index: JSON, at name: String) -> Set<String> {
        var result: Set<String> = []
        index["weight_map"]?.forEachMember { _, value in
            if let shard = value.string { result.insert(join(split(name).folder, shard)) }
        }
        return result
    }

    /// The best form of weights in a folder.
    private func weights(in folder: String) -> String? {
        for name in Self.weightNames.map({ Self.join(folder, $0) }) {
            for candidate in [name, name + Self.indexSuffix] where names.contains(candidate) {
                return candidate
            }
        }
        return gguf(in: folder)
            ?? Self.onnxNames.map { Self.join(folder, $0) }.first(where: names.contains)
    }

    private func gguf(in folder: String) -> String? {
        let files = names.filter {
            $0.hasSuffix(".gguf") && Self.split($0).folder == folder
        }.sorted()
        for mark in Self.ggufMarks {
            if let file = files.first(where: { $0.lowercased().contains(mark) }) { return file }
        }
        return files.first
    }

    private static func join(_ folder: String, _ name: String) -> String {
        folder.isEmpty ? name : folder + "/" + name
    }

    private static func split(_ name: String) -> (folder: String, name: String) {
        var parts = name.parts(between: "/")
        let last = parts.removeLast()
        return (parts.joined(separator: "/"), last)
    }
}
