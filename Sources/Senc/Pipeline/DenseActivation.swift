internal import SencFiles
package import SencMath

/// The function that follows a `Dense` layer: a class of torch's `nn` with its defaults.
package struct DenseActivation: Sendable {
    /// What the linear layer itself computes.
    package var kernel = Activation.identity
    /// What is computed after it.
    package var other: Function?

    package typealias Scalar = @Sendable (Float) -> Float

    package struct Function: Sendable {
        package let function: Scalar
        /// Its derivative; at a kink, torch's.
        package let slope: Scalar
    }

    private static let kernels: [(name: String, activation: Activation)] = [
        ("Identity", .identity), ("Tanh", .tanh), ("GELU", .gelu), ("ReLU", .relu),
        ("SiLU", .silu), ("Sigmoid", .sigmoid),
    ]

    /// As torch's documentation of each class has them.
    private static let others: [(name: String, function: Scalar, slope: Scalar)] = [
        ("CELU", { max(0, $0) + min(0, Float.expm1($0)) }, { $0 > 0 ? 1 : Float.exp($0) }),
        ("ELU", { $0 > 0 ? $0 : Float.expm1($0) }, { $0 > 0 ? 1 : Float.exp($0) }),
        ("Hardsigmoid", { min(max($0 + 3, 0), 6) / 6 }, { abs($0) < 3 ? 1 / 6 : 0 }),
        (
            "Hardswish", { $0 * min(max($0 + 3, 0), 6) / 6 },
            { abs($0) < 3 ? (2 * $0 + 3) / 6 : $0 > 0 ? 1 : 0 }
        ),
        ("Hardtanh", { min(max($0, -1), 1) }, { abs($0) < 1 ? 1 : 0 }),
        ("LeakyReLU", { $0 > 0 ? $0 : 0.01 * $0 }, { $0 > 0 ? 1 : 0.01 }),
        ("LogSigmoid", { -softplus(-$0) }, { sigmoid(-$0) }),
        (
            "Mish", { $0 * Float.tanh(softplus($0)) },
            {
                let tanh = Float.tanh(softplus($0))
                return tanh + $0 * sigmoid($0) * (1 - tanh * tanh)
            }
        ),
        ("ReLU6", { min(max($0, 0), 6) }, { $0 > 0 && $0 < 6 ? 1 : 0 }),
        (
            "SELU",
            {
                1.050_700_987_355_480_5 * max(0, $0) + 1.758_099_340_847_376_6
                    * min(0, Float.expm1($0))
            },
            { $0 > 0 ? 1.050_700_987_355_480_5 : 1.758_099_340_847_376_6 * Float.exp($0) }
        ),
        ("Softplus", { softplus($0) }, { sigmoid($0) }),
        ("Softsign", { $0 / (1 + abs($0)) }, { 1 / ((1 + abs($0)) * (1 + abs($0))) }),
        (
            "Tanhshrink", { $0 - Float.tanh($0) },
            {
                let tanh = Float.tanh($0)
                return tanh * tanh
            }
        ),
    ]

    package init(kernel: Activation) { self.kernel = kernel }

    /// Reads `activation_function`, a dotted name that is recognized by its last component: the prefix
    /// differs between versions of torch.
    init(_ file: ConfigurationFile) throws {
        let key = "activation_function"
        guard file.root?[key] != nil else {
            kernel = .tanh
            return
        }
        let name = try file.string(key) ?? "null"
        let parts = name.split(separator: ".")
        guard parts.count > 1, parts.first == "torch", let last = parts.last else {
            throw file.invalid(key, "is \(name.quoted()), which is not a class of torch")
        }
        if let match = Self.kernels.first(where: { $0.name == last }) {
            kernel = match.activation
        } else if let match = Self.others.first(where: { $0.name == last }) {
            other = Function(function: match.function, slope: match.slope)
        } else {
            let known = (Self.kernels.map(\.name) + Self.others.map(\.name)).sorted()
            throw file.invalid(
                key, "is \(name.quoted()); supported: \(known.joined(separator: ", "))")
        }
    }

    private static func sigmoid(_ x: Float) -> Float { 1 / (1 + Float.exp(-x)) }

    /// log(1 + eˣ) without overflow.
    private static func softplus(_ x: Float) -> Float {
        max(x, 0) + Float.log1p(Float.exp(-abs(x)))
    }
}
