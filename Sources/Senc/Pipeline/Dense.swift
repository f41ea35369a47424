internal import SencFiles
internal import SencMath
internal import SencWeights

/// A fully connected layer on sentence vectors, as sentence-transformers' `Dense`.
struct Dense: Sendable {
    let linear: Linear

    /// Activations by the last component of their dotted torch name.
    private static let activations: [(name: String, activation: Activation)] = [
        ("Identity", .identity), ("Tanh", .tanh), ("GELU", .gelu), ("ReLU", .relu),
        ("SiLU", .silu), ("Sigmoid", .sigmoid),
    ]

    /// Reads a `Dense` module's directory. Its one layer is always packed ahead.
    init(directory: String, inputDimension: Int, backend: LoadedBackend) throws {
        let file = try ConfigurationFile(path: Path.join(directory, "config.json"))
        let inputs = try file.requiredInteger("in_features", in: 1...(1 << 20))
        let outputs = try file.requiredInteger("out_features", in: 1...(1 << 20))
        guard inputs == inputDimension else {
            throw file.invalid(
                "in_features", "is \(inputs), but the vectors so far have \(inputDimension)")
        }
        let name = try file.string("activation_function") ?? "torch.nn.modules.activation.Tanh"
        let last = name.split(separator: ".").last.map(String.init) ?? name
        guard let match = Self.activations.first(where: { $0.name == last }) else {
            let known = Self.activations.map(\.name).joined(separator: ", ")
            throw file.invalid(
                "activation_function", "is \(name.quoted()); supported: \(known)")
        }
        let weights = NamedWeights(try WeightFile(path: directory), prefix: "")
        let hasBias = try file.bool("bias") ?? true
        linear = Linear(
            parts: [try weights.matrix("linear.weight", rows: outputs, columns: inputs)],
            bias: hasBias ? try weights.vector("linear.bias", count: outputs) : nil,
            activation: match.activation, backend: backend.packedAhead)
    }
}
