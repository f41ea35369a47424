internal import SencFiles

/// The step from the states of a text's tokens to one vector. Several modes give their vectors
/// side by side.
package struct Pooling: Sendable, Equatable {
    package let modes: [PoolingMode]
    /// The size of a token's state.
    package let inputDimension: Int
    /// Whether the tokens of a prompt take part.
    let includesPrompt: Bool

    package var outputDimension: Int { modes.count * inputDimension }

    package init(modes: [PoolingMode], inputDimension: Int, includesPrompt: Bool = true) {
        self.modes = modes
        self.inputDimension = inputDimension
        self.includesPrompt = includesPrompt
    }

    /// Reads a pooling configuration in its old form (one boolean a mode) or its new one. The
    /// reference takes the mean where no mode is set.
    init(_ file: ConfigurationFile, hiddenSize: Int) throws {
        let keys = ["embedding_dimension", "word_embedding_dimension"]
        for key in keys {
            guard let dimension = try file.integer(key, in: 1...(1 << 24)) else { continue }
            guard dimension == hiddenSize else {
                throw file.invalid(
                    key, "is \(dimension), but the encoder's states have \(hiddenSize)")
            }
        }
        inputDimension = hiddenSize
        includesPrompt = try file.bool("include_prompt") ?? true
        let flagged = try PoolingMode.allCases.filter { try file.bool($0.flag) ?? false }
        if let mode = file.json("pooling_mode") {
            modes = try Self.modes(named: mode, in: file)
            guard flagged.isEmpty || Set(flagged) == Set(modes) else {
                throw file.invalid("pooling_mode", "is contradicted by the old form's flags")
            }
        } else {
            modes = flagged.isEmpty ? [.mean] : flagged
        }
    }

    private static func modes(
        named value: JSON, in file: ConfigurationFile
    ) throws -> [PoolingMode] {
        guard value.elements?.isEmpty != true else {
            throw file.invalid("pooling_mode", "names no pooling mode")
        }
        return try (value.elements ?? [value]).map { element in
            guard let name = element.string, let mode = PoolingMode(rawValue: name) else {
                let known = PoolingMode.allCases.map(\.rawValue).joined(separator: ", ")
                throw file.invalid("pooling_mode", "must be among \(known)")
            }
            return mode
        }
    }
}
