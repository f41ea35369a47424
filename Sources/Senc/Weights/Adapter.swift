internal import SencFiles
internal import SencMath
internal import SencWeights
internal import Synchronization

/// The tensors of a LoRA adapter by the modules that they change.
///
/// A module's weights become W + scale · B A, with the scale from alpha and rank; with magnitudes
/// (DoRA), each row of that is then scaled to the length that its magnitude says. What the adapter
/// has of whole tensors (biases, modules trained in full) stands in place of the base's.
struct Adapter: Sendable {
    /// What a module's own tensors are called.
    private struct Module: Sendable {
        var a: Tensor?  // [rank, inputs], or of a table [rank, rows]
        var b: Tensor?  // [outputs, rank], or [columns, rank]
        var bias: Tensor?  // [outputs]
        var magnitudes: Tensor?  // [outputs]
        var isTable = false
    }

    /// What PEFT puts before the names of the base model's modules.
    private static let prefix = "base_model.model."
    /// Where whole tensors lie in a module that has factors beside them.
    private static let baseLayer = "base_layer."
    /// Modules that make no states, whatever family has them.
    private static let heads: Set<String> = [
        "pooler", "cls", "classifier", "score", "qa_outputs", "lm_head", "pre_classifier",
        "predictions", "sop_classifier", "discriminator_predictions", "generator_predictions",
        "generator_lm_head", "vocab_transform", "vocab_layer_norm", "vocab_projector", "head",
        "decoder", "dropout",
    ]

    let path: String
    private let configuration: AdapterConfiguration
    private let base: String
    private let modules: [String: Module]
    /// Whole tensors by name.
    private let replacements: [String: Tensor]
    /// The names that `modules` and `replacements` are asked for with, all prefixes apart.
    private let uses = TensorUses()

    var moduleCount: Int { modules.count }

    /// - Throws: `AdapterError` if a tensor has no role, is one factor without the other, or is of
    ///   a module that the configuration does not target.
    init(_ configuration: AdapterConfiguration, _ file: WeightFile, base: String) throws {
        path = file.path
        self.configuration = configuration
        self.base = base
        var modules: [String: Module] = [:]
        var replacements: [String: Tensor] = [:]
        for tensor in file.tensors {
            let name = tensor.name.withoutPrefix(Self.prefix)
            guard let role = Role(name) else {
                let isFactor = name.contains("lora_")
                guard !isFactor, name.hasSuffix(".weight") || name.hasSuffix(".bias") else {
                    throw AdapterError.unknownTensor(tensor.name, path: file.path)
                }
                replacements[name.replacing(Self.baseLayer, with: "")] = tensor
                continue
            }
            var module = modules[role.module] ?? Module()
            module[keyPath: role.place] = tensor
            if role.isTable { module.isTable = true }
            modules[role.module] = module
        }
        guard !modules.isEmpty || !replacements.isEmpty else {
            throw AdapterError.empty(path: file.path)
        }
        for (name, module) in modules.sorted(by: { $0.key < $1.key }) {
            guard module.a != nil, module.b != nil else {
                let part = module.isTable ? "lora_embedding_" : "lora_"
                throw AdapterError.missingTensor(
                    "\(name).\(part)\(module.a == nil ? "A" : "B")", path: file.path)
            }
            guard configuration.targets.contains(name) else {
                throw AdapterError.notTargeted(module: name, path: configuration.path)
            }
            if module.isTable, configuration.hasMagnitudes {
                throw AdapterError.unsupportedKey(
                    key: "use_dora", value: "true for the table \(name)", path: configuration.path)
            }
            guard module.magnitudes != nil || !configuration.hasMagnitudes else {
                throw AdapterError.missingTensor(
                    "\(name).lora_magnitude_vector", path: file.path)
            }
            guard module.magnitudes == nil || configuration.hasMagnitudes else {
                throw AdapterError.unknownTensor(
                    "\(name).lora_magnitude_vector", path: file.path)
            }
        }
        self.modules = modules
        self.replacements = replacements
    }

    /// What a factor's name ends in, and where it belongs.
    private struct Role {
        let module: String
        let place: WritableKeyPath<Module, Tensor?>
        var isTable = false

        init?(_ name: String) {
            let endings: [(String, WritableKeyPath<Module, Tensor?>, Bool)] = [
                (".lora_A.weight", \.a, false), (".lora_B.weight", \.b, false),
                (".lora_B.bias", \.bias, false), (".lora_embedding_A", \.a, true),
                (".lora_embedding_B", \.b, true), (".lora_magnitude_vector", \.magnitudes, false),
                (".lora_magnitude_vector.weight", \.magnitudes, false),
            ]
            guard let ending = endings.first(where: { name.hasSuffix($0.0) }) else { return nil }
            module = String(name.dropLast(ending.0.count))
            (place, isTable) = (ending.1, ending.2)
        }
    }

    // MARK: - What takes the place of the base's

    /// The whole tensor that stands in place of one of the base's.
    /// - Parameters:
    ///   - name: without a prefix.
    ///   - prefixes: what may stand before it in the adapter.
    func replacement(of name: String, prefixes: [String]) -> Tensor? {
        let name = name.replacing(".gamma", with: ".weight").replacing(".beta", with: ".bias")
        for prefix in prefixes {
            guard let tensor = replacements[prefix + name] else { continue }
            uses.insert(prefix + name)
            return tensor
        }
        return nil
    }

    /// The module that adds something to weights of that name, without a prefix.
    private func module(
        ofWeights name: String, prefixes: [String]
    ) -> (name: String, module: Module)? {
        guard name.hasSuffix(".weight") else { return nil }
        let name = String(name.dropLast(".weight".count))
        for prefix in prefixes {
            guard let module = modules[prefix + name] else { continue }
            return (prefix + name, module)
        }
        return nil
    }

    /// Weights with what the adapter adds to them; `nil` if it adds nothing.
    /// - Parameter tensor: [rows, columns]
    func merged(
        _ tensor: Tensor, name: String, prefixes: [String], rows: Int, columns: Int
    ) throws -> StoredMatrix? {
        guard let (key, module) = module(ofWeights: name, prefixes: prefixes),
            let a = module.a, let b = module.b
        else { return nil }
        let rank = configuration.rank(of: key)
        let (inner, outer) = module.isTable ? (rows, columns) : (columns, rows)
        var left = try values(b, shape: [outer, rank])
        var right = try values(a, shape: [rank, inner])
        if module.isTable {
            // (B A)ᵀ = Aᵀ Bᵀ
            (left, right) = (
                Self.transposed(right, rows: rank, columns: inner),
                Self.transposed(left, rows: outer, columns: rank)
            )
        }
        let magnitudes = try module.magnitudes.map { try values($0, shape: [rows]) }
        let scale = configuration.scale(of: key)
        uses.insert(key)
        defer { tensor.release() }
        return try StoredMatrix(rows: rows, columns: columns) { buffer throws(WeightsError) in
            try tensor.convert(elements: 0..<tensor.elementCount, into: buffer)
            let update = LowRankUpdate(
                left: left, right: right, rank: rank, scale: scale, magnitudes: magnitudes)
            update.apply(to: buffer, columns: columns)
        }
    }

    /// A bias with what the adapter adds to it.
    func merged(_ bias: [Float], name: String, prefixes: [String]) throws -> [Float] {
        guard name.hasSuffix(".bias") else { return bias }
        let weights = String(name.dropLast("bias".count)) + "weight"
        guard let (key, module) = module(ofWeights: weights, prefixes: prefixes),
            let tensor = module.bias
        else { return bias }
        let scale = configuration.scale(of: key)
        let delta = try values(tensor, shape: [bias.count])
        uses.insert(key + ".bias")
        return zip(bias, delta).map { $0 + scale * $1 }
    }

    private func values(_ tensor: Tensor, shape: [Int]) throws -> [Float] {
        // Magnitudes have been kept as a column, too.
        let found =
            tensor.shape.count == shape.count + 1 && tensor.shape.last == 1
            ? tensor.shape.dropLast() : tensor.shape[...]
        guard found.elementsEqual(shape) else {
            throw AdapterError.wrongShape(
                tensor: tensor.name, shape: tensor.shape, expected: shape, path: path)
        }
        return try tensor.floats()
    }

    private static func transposed(_ values: [Float], rows: Int, columns: Int) -> [Float] {
        var result = [Float](repeating: 0, count: values.count)
        for row in 0..<rows {
            for column in 0..<columns {
                result[column * rows + row] = values[row * columns + column]
            }
        }
        return result
    }

    // MARK: - What is left

    /// - Throws: `AdapterError.unusedTensor` if the adapter changes a module that the base model
    ///   does not have; heads, which make no states, apart.
    func checkUses(prefixes: [String]) throws(AdapterError) {
        var unused = modules.compactMap { name, module in
            !uses.contains(name)
                ? "\(name).lora_A"
                : module.bias != nil && !uses.contains(name + ".bias") ? "\(name).lora_B.bias" : nil
        }
        unused += replacements.keys.filter { !uses.contains($0) }
        let name = unused.sorted().first { name in
            !prefixes.contains { prefix in
                name.hasPrefix(prefix)
                    && Self.heads.contains(
                        String(name.dropFirst(prefix.count).prefix { $0 != "." }))
            }
        }
        if let name { throw .unusedTensor(name, base: base, path: path) }
    }
}

extension String {
    fileprivate func withoutPrefix(_ prefix: String) -> String {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self
    }
}
