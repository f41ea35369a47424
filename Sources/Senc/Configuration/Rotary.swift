internal import SencFiles
internal import SencMath

/// How a family writes its rotary position embeddings (Su et al., "RoFormer", 2021) down.
struct RotaryKeys: Sendable {
    /// The spellings of the base of the frequencies.
    let theta: [String]
    let `default`: Double
    /// The base for local layers, if they have one of their own.
    var localTheta: String?
    var localDefault = 10_000.0
    /// Whether `rope_scaling` holds for local layers, too.
    var scalesLocal = false
    /// The keys of the factor of dynamic scaling and of the tokens that the model was trained on.
    var dynamic: (factor: String, trainedTokens: String, default: Int)?
    /// The ways of scaling that the reference implementation has and senc, too.
    var scalings = ["linear"]
}

/// The frequencies of a layer's rotary position embeddings.
package struct Rotary: Sendable, Equatable {
    package enum Scaling: Sendable, Equatable {
        case none
        /// All frequencies divided by a factor.
        case linear(Double)
        /// The base multiplied, and the frequencies divided so that the lowest is by the factor
        /// itself; or with an exponent, divided by a factor that grows with their index
        /// (https://kexue.fm/archives/9706).
        case neuralTangentKernel(Double, exponent: Double?)
        /// The base multiplied the more, the longer a text is beyond what the model was trained on
        /// (Peng et al., "YaRN", 2024, its section on dynamic scaling).
        case dynamic(Double, trainedTokens: Int)
    }

    let theta: Double
    let scaling: Scaling

    /// Texts up to this length all have the same frequencies.
    package var fixedTokens: Int {
        if case .dynamic(_, let trainedTokens) = scaling { trainedTokens } else { .max }
    }

    private func dynamicBase(_ factor: Double, _ trained: Int, _ tokens: Int, size: Int) -> Double {
        guard tokens > trained, size > 2 else { return theta }
        let stretch = factor * Double(tokens) / Double(trained) - (factor - 1)
        return theta * Double.pow(stretch, Double(size) / Double(size - 2))
    }

    /// The angle by which each of `count` pairs of a head's components turns from one token to the
    /// next in a text of that many tokens, computed in single precision as the reference implementation does.
    package func frequencies(count: Int, tokens: Int) -> [Float] {
        let size = Float(2 * count)
        func frequency(_ base: Double, _ index: Int) -> Float {
            1 / Float(Double.pow(Double(Float(base)), Double(Float(2 * index) / size)))
        }
        return (0..<count).map { index in
            switch scaling {
            case .none: frequency(theta, index)
            case .linear(let factor): frequency(theta, index) / Float(factor)
            case .dynamic(let factor, let trained):
                frequency(dynamicBase(factor, trained, tokens, size: 2 * count), index)
            case .neuralTangentKernel(let factor, nil):
                frequency(theta * factor, index) / Float(Double.pow(factor, 1 / Double(count)))
            case .neuralTangentKernel(let factor, let exponent?):
                frequency(theta, index)
                    / Float(
                        Double.exp(
                            Double.log(factor)
                                * Double.pow(Double(index + 1) / Double(count), exponent)))
            }
        }
    }
}

extension RotaryKeys {
    /// Reads the frequencies of layers that see all and of those that see what is near.
    func read(_ file: ConfigurationFile) throws -> (global: Rotary, local: Rotary) {
        let parameters = try object("rope_parameters", in: file)
        let scaling = try object("rope_scaling", in: file)
        if parameters != nil, scaling != nil {
            throw file.invalid("rope_scaling", "contradicts 'rope_parameters'")
        }
        guard let localTheta else {
            let rotary = try rotary(file, parameters ?? scaling, theta, self.default)
            return (rotary, rotary)
        }
        func part(_ name: String) throws -> JSON? {
            guard let parameters else { return nil }
            guard let part = parameters[name], !part.isNull else {
                throw file.invalid("rope_parameters", "has no \(name.quoted())")
            }
            return part
        }
        return (
            try rotary(file, try part("full_attention") ?? scaling, theta, self.default),
            try rotary(
                file, try part("sliding_attention") ?? (scalesLocal ? scaling : nil),
                [localTheta], localDefault)
        )
    }

    private func object(_ key: String, in file: ConfigurationFile) throws -> JSON? {
        guard let value = file.json(key) else { return nil }
        guard value.kind == .object else { throw file.invalid(key, "must be an object") }
        return value
    }

    private func rotary(
        _ file: ConfigurationFile, _ parameters: JSON?, _ keys: [String], _ fallback: Double
    ) throws -> Rotary {
        let inner = parameters.map { ConfigurationFile(path: file.path, root: $0) } ?? file
        var theta = parameters == nil ? nil : try inner.number("rope_theta")
        for key in keys {
            guard let value = try file.number(key) else { continue }
            guard theta == nil || theta == value else {
                throw file.invalid(key, "contradicts another base of the rotary embeddings")
            }
            theta = value
        }
        let base = theta ?? fallback
        guard base > 0 else { throw file.invalid(keys[0], "must be positive") }
        if let dynamic, let factor = try file.number(dynamic.factor) {
            guard factor > 0 else { throw file.invalid(dynamic.factor, "must be positive") }
            let trained = try file.integer(dynamic.trainedTokens, in: 1...(1 << 20))
            return Rotary(
                theta: base,
                scaling: .dynamic(factor, trainedTokens: trained ?? dynamic.default))
        }
        guard parameters != nil else { return Rotary(theta: base, scaling: .none) }
        if let part = try inner.number("partial_rotary_factor"), part != 1 {
            throw file.invalid("partial_rotary_factor", "is \(part); only 1 is supported")
        }
        return Rotary(theta: base, scaling: try scaling(inner))
    }

    private func scaling(_ file: ConfigurationFile) throws -> Rotary.Scaling {
        let key = file.value("rope_type") == nil ? "type" : "rope_type"
        let type = try file.string(key) ?? "default"
        guard type != "default" else { return .none }
        guard scalings.contains(type) else {
            throw file.invalid(
                key,
                "is \(type.quoted()); supported: default, \(scalings.joined(separator: ", "))")
        }
        guard let factor = try file.number("factor") else {
            throw file.invalid("factor", "of the rotary embeddings is missing")
        }
        guard factor > 0 else { throw file.invalid("factor", "must be positive") }
        if type == "linear" { return .linear(factor) }
        // The reference scales if this makes room for more positions.
        guard factor > 1 else { return .none }
        return .neuralTangentKernel(factor, exponent: try file.number("mixed_b"))
    }
}
