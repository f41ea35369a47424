internal import SencWeights

/// How weights of few bits are kept: GGUF's blocks of 32 numbers with one scale of 16 bits.
public enum QuantizationType: String, Sendable, CaseIterable {
    /// 8 bits a number: hardly distinguishable from the float model.
    case q80 = "q8_0"
    /// 4 bits a number: half of that size, somewhat less faithful.
    case q40 = "q4_0"

    var elementType: ElementType {
        switch self {
        case .q80: .q80
        case .q40: .q40
        }
    }

    /// `general.file_type`
    var fileType: UInt32 {
        switch self {
        case .q80: 7
        case .q40: 2
        }
    }
}

/// A model's file before and after its weights were quantized.
public struct QuantizedModel: Sendable, Equatable {
    /// The file that was written.
    public let path: String
    /// How its weights are kept.
    public let type: QuantizationType
    /// The size of the file in bytes.
    public let byteCount: Int
    /// The size in bytes of the weight files that it was made of.
    public let sourceByteCount: Int
}
