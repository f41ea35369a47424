internal import SencFiles
internal import SencMath
internal import SencWeights

/// The tensors of a model by the names its architecture gives them, shapes checked.
struct NamedWeights: Sendable {
    private let file: WeightFile
    private let prefix: String

    init(_ file: WeightFile, prefix: String) {
        self.file = file
        self.prefix = prefix
    }

    /// Takes the first prefix with which the module `probe` has weights.
    init(_ file: WeightFile, prefixes: [String], probe: String) {
        let match = prefixes.first { file[$0 + probe + ".weight"] != nil }
        self.init(file, prefix: match ?? "")
    }

    /// A tensor of the shape [rows, columns], where it lies if its element type allows.
    func matrix(_ name: String, rows: Int, columns: Int) throws -> StoredMatrix {
        let tensor = try tensor(name, shape: [rows, columns])
        let type: StoredMatrix.ElementType
        switch tensor.elementType {
        case .float32: type = .float32
        case .float16: type = .float16
        case .bfloat16: type = .bfloat16
        default:
            return StoredMatrix(rows: rows, columns: columns, elements: try tensor.floats())
        }
        return StoredMatrix(
            rows: rows, columns: columns, type: type, bytes: tensor.bytes, owner: tensor.file)
    }

    func vector(_ name: String, count: Int) throws -> [Float] {
        try tensor(name, shape: [count]).floats()
    }

    /// The gain and bias of a norm, which older files call gamma and beta.
    func layerNorm(_ name: String, count: Int, epsilon: Float) throws -> LayerNorm {
        let isOld = file[prefix + name + ".gamma"] != nil
        return LayerNorm(
            gain: try vector(name + (isOld ? ".gamma" : ".weight"), count: count),
            bias: try vector(name + (isOld ? ".beta" : ".bias"), count: count),
            epsilon: epsilon)
    }

    private func tensor(_ name: String, shape: [Int]) throws(ModelError) -> Tensor {
        guard let tensor = file[prefix + name] else {
            throw .missingTensor(name: prefix + name, path: file.path)
        }
        guard tensor.shape == shape else {
            throw .wrongShape(
                tensor: prefix + name, shape: tensor.shape, expected: shape, path: file.path)
        }
        return tensor
    }
}
