internal import SencWeights

/// How the weights of an exported model are written.
public enum ExportType: String, Sendable, CaseIterable {
    /// All bits of the weights as senc reads them, quantized ones as their dequantized values.
    case float32
    /// Half the size; each weight rounded to the nearest number of 11 significant bits.
    case float16

    var output: SafetensorsWriter.Output {
        switch self {
        case .float32: .float32
        case .float16: .float16
        }
    }
}
