internal import SencFiles
internal import SencMath

/// A family of encoders as GGUF files know it, of which a model is one.
struct GGUFFamily: Sendable {
    /// `general.architecture`
    let name: String
    /// How such files name the tensors.
    let names: TensorNames
    let encoder: EncoderConfiguration
    /// The row of the position table that a text's first token takes. The rows before it, which
    /// are for padding, are left out, as llama.cpp's converter does.
    let firstPosition: Int

    /// The families that are the same but for names and the rows of positions.
    private static let kinBERT: Set<String> = [
        "bert", "roberta", "xlm-roberta", "camembert", "distilbert",
    ]

    /// - Throws: `QuantizationError.unsupported` of a model that such a file cannot stand for.
    init(_ settings: ModelSettings) throws(QuantizationError) {
        let path = settings.directory
        guard case .transformer(let encoder) = settings.input else {
            throw .unsupported(.tokenVectors, path: path)
        }
        let architecture = encoder.architecture
        var first = 0
        let family: Architecture
        if Self.kinBERT.contains(encoder.modelType), architecture.distinction == nil {
            (name, family) = ("bert", .bert)
            guard encoder.activation == .gelu else {
                throw .unsupported(.activation(encoder.activationName), path: path)
            }
        } else if encoder.modelType == Architecture.nomicBERT.modelType {
            (name, family) = ("nomic-bert", .nomicBERT)
            guard encoder.activation == .silu else {
                throw .unsupported(.activation(encoder.activationName), path: path)
            }
        } else {
            throw .unsupported(.modelType(encoder.modelType), path: path)
        }
        switch encoder.positions {
        case .learned(_, let padding): first = padding.map { $0 + 1 } ?? 0
        case .rotary(let rotary, _):
            var numbers = [rotary.theta]
            switch rotary.scaling {
            case .none: break
            case .dynamic(let factor, _): numbers.append(factor)
            case .linear, .neuralTangentKernel:
                throw .unsupported(.scaledPositions, path: path)
            }
            if let number = numbers.first(where: { Double(Float($0)) != $0 }) {
                throw .unsupported(.number(number), path: path)
            }
        case .linearBias: throw .unsupported(.modelType("jina-bert"), path: path)
        }
        names = family.ggufNames ?? TensorNames()
        self.encoder = encoder
        firstPosition = first
        try Self.checkPipeline(settings)
    }

    private static func checkPipeline(_ settings: ModelSettings) throws(QuantizationError) {
        let path = settings.moduleDirectory
        let modes = settings.pooling.modes
        guard modes.count == 1, poolingType(of: modes[0]) != nil else {
            throw .unsupported(.pooling(modes.map(\.rawValue)), path: path)
        }
        guard settings.pooling.includesPrompt else {
            throw .unsupported(.poolingWithoutPrompt, path: path)
        }
        for module in settings.modules {
            switch module {
            case .normalize, .pooling: break
            case .dense: throw .unsupported(.module("Dense"), path: path)
            case .layerNorm: throw .unsupported(.module("LayerNorm"), path: path)
            }
        }
    }

    /// `pooling_type`; `nil` of a mode that there is none for.
    static func poolingType(of mode: PoolingMode) -> UInt32? {
        switch mode {
        case .mean: 1
        case .cls: 2
        case .lastToken: 3
        default: nil
        }
    }
}
