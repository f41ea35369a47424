internal import SencFiles
package import SencMath
internal import SencWeights

/// The tensors of a model by the names its architecture gives them, shapes checked.
package struct NamedWeights: Sendable {
    private let file: WeightFile
    private let prefix: String
    /// What is added to the file's tensors, and the prefixes that names may have there.
    private let adapter: Adapter?
    private let adapterPrefixes: [String]
    /// What names of layers begin with, and what they begin with in the file, where it has more.
    private var layers: [(name: String, file: String)] = []

    init(
        _ file: WeightFile, prefix: String, adapter: Adapter? = nil, adapterPrefixes: [String] = []
    ) {
        self.file = file
        self.prefix = prefix
        self.adapter = adapter
        self.adapterPrefixes = adapterPrefixes
    }

    /// Takes the names and the prefix under which the file has an encoder's first modules; the
    /// first ones if none fit.
    static func find(
        _ choices: [TensorNames], in file: WeightFile, adapter: Adapter? = nil
    ) -> (TensorNames, NamedWeights) {
        func weights(_ names: TensorNames, _ prefix: String) -> NamedWeights {
            NamedWeights(file, prefix: prefix, adapter: adapter, adapterPrefixes: names.prefixes)
        }
        for names in choices {
            let probes = [names.wordEmbeddings, names.layer(0, 0) + names.attentionInputs[0]]
            for prefix in names.prefixes
            where probes.allSatisfy({ file[prefix + $0 + ".weight"] != nil }) {
                return (names, weights(names, prefix))
            }
        }
        let names = choices.first ?? TensorNames()
        let prefix = names.prefixes.first { file[$0 + names.wordEmbeddings + ".weight"] != nil }
        return (names, weights(names, prefix ?? ""))
    }

    /// The same of a model that has some of the file's layers, which are counted anew.
    func keeping(_ kept: [Int], _ names: TensorNames) -> NamedWeights {
        var weights = self
        weights.layers = kept.enumerated().map { (names.layer($0, 0), names.layer($1, 0)) }
        return weights
    }

    /// A name as the file has it, its prefix aside.
    private func ownName(_ name: String) -> String {
        guard let layer = layers.first(where: { name.hasPrefix($0.name) }) else { return name }
        return layer.file + name.dropFirst(layer.name.count)
    }

    private subscript(name: String) -> Tensor? { file[prefix + ownName(name)] }

    /// A tensor of the shape [rows, columns], where it lies if its element type and order allow.
    /// - Parameter checksScales: whether a quantized block with a scale that is not finite is reported
    ///   now, not by the vectors that come of it.
    package func matrix(
        _ name: String, rows: Int, columns: Int, checksScales: Bool = true
    ) throws -> StoredMatrix {
        let tensor = try tensor(name, shape: [rows, columns])
        let merged = try adapter?.merged(
            tensor, name: ownName(name), prefixes: adapterPrefixes, rows: rows, columns: columns)
        if let merged { return merged }
        if checksScales { try tensor.checkScales() }
        if let type = StoredMatrix.ElementType(tensor.elementType), tensor.strides == nil {
            return StoredMatrix(
                rows: rows, columns: columns, type: type, bytes: tensor.bytes, owner: tensor.file)
        }
        if tensor.elementType.isQuantized {
            return StoredMatrix(rows: rows, columns: columns, isQuantized: true) { rows, target in
                // Quantized elements are always convertible.
                try? tensor.convert(
                    elements: rows.lowerBound * columns..<rows.upperBound * columns, into: target)
            }
        }
        defer { tensor.release() }
        return try StoredMatrix(rows: rows, columns: columns) { buffer throws(WeightsError) in
            try tensor.convert(elements: 0..<tensor.elementCount, into: buffer)
        }
    }

    /// Releases the memory of a tensor that has been packed.
    package func release(_ name: String) {
        self[name]?.release()
    }

    package func vector(_ name: String, count: Int) throws -> [Float] {
        let values = try tensor(name, shape: [count]).floats()
        return try adapter?.merged(values, name: ownName(name), prefixes: adapterPrefixes) ?? values
    }

    /// A vector of an encoder's list, which files may call as they did before norms had a weight
    /// and a bias.
    package func vector(_ tensor: EncoderTensor) throws -> [Float] {
        let spellings = [(".weight", ".gamma"), (".bias", ".beta")]
        for (new, old) in spellings where tensor.name.hasSuffix(new) {
            let other = tensor.name.dropLast(new.count) + old
            guard self[String(other)] != nil, shape(tensor.name) == nil else { continue }
            return try vector(String(other), count: tensor.shape[0])
        }
        return try vector(tensor.name, count: tensor.shape[0])
    }

    /// The shape of a tensor in the file; `nil` if it has none of that name.
    package func shape(_ name: String) -> [Int]? { self[name]?.shape }

    /// A tensor of the shape [rows, columns], row after row.
    package func values(_ name: String, rows: Int, columns: Int) throws -> [Float] {
        let tensor = try tensor(name, shape: [rows, columns])
        let merged = try adapter?.merged(
            tensor, name: ownName(name), prefixes: adapterPrefixes, rows: rows, columns: columns)
        guard let merged else { return try tensor.floats() }
        return [Float](unsafeUninitializedCapacity: rows * columns) { buffer, count in
            guard let base = buffer.baseAddress else { return }
            for row in 0..<rows { merged.copy(row: row, to: base + row * columns) }
            count = rows * columns
        }
    }

    /// - Throws: `AdapterError.unusedTensor` once all weights have been asked for.
    func checkAdapter() throws {
        try adapter?.checkUses(prefixes: adapterPrefixes)
    }

    /// The norm of a transformer's states or heads.
    package func norm(_ name: String, count: Int, _ configuration: EncoderConfiguration) throws
        -> Norm
    {
        let epsilon = configuration.normEpsilon
        switch configuration.architecture.norm {
        case .layer:
            return .layer(
                try layerNorm(
                    name, count: count, epsilon: epsilon, hasBias: configuration.normHasBias))
        case .rootMeanSquare, .rootMeanSquareOfOnePlusWeight:
            let isOffset = configuration.architecture.norm == .rootMeanSquareOfOnePlusWeight
            let weight = try vector(name + ".weight", count: count)
            return .rootMeanSquare(
                RMSNorm(gain: isOffset ? weight.map { 1 + $0 } : weight, epsilon: epsilon))
        }
    }

    /// The gain and bias of a norm, which older files call gamma and beta.
    package func layerNorm(
        _ name: String, count: Int, epsilon: Float, hasBias: Bool = true
    ) throws -> LayerNorm {
        let isOld = self[name + ".gamma"] != nil
        return LayerNorm(
            gain: try vector(name + (isOld ? ".gamma" : ".weight"), count: count),
            bias: hasBias ? try vector(name + (isOld ? ".beta" : ".bias"), count: count) : nil,
            epsilon: epsilon)
    }

    private func tensor(_ name: String, shape: [Int]) throws(ModelError) -> Tensor {
        let own = ownName(name)
        let replacement = adapter?.replacement(of: own, prefixes: adapterPrefixes)
        guard let tensor = replacement ?? file[prefix + own] else {
            throw .missingTensor(name: prefix + own, path: file.path)
        }
        guard tensor.shape == shape else {
            throw .wrongShape(
                tensor: tensor.name, shape: tensor.shape, expected: shape, path: tensor.path)
        }
        return tensor
    }
}

extension StoredMatrix.ElementType {
    /// `nil` for a type that the kernels do not read where it lies.
    fileprivate init?(_ type: ElementType) {
        switch type {
        case .float32: self = .float32
        case .float16: self = .float16
        case .bfloat16: self = .bfloat16
        case .q40: self = .q40
        case .q80: self = .q80
        default: return nil
        }
    }
}
