/// How the elements of a tensor are written in a file. Raw values are safetensors' names, and those
/// of GGUF for its own types.
public enum ElementType: String, Sendable, CaseIterable {
    case float64 = "F64"
    case float32 = "F32"
    case float16 = "F16"
    case bfloat16 = "BF16"
    case int64 = "I64"
    case int32 = "I32"
    case int16 = "I16"
    case int8 = "I8"
    case uint64 = "U64"
    case uint32 = "U32"
    case uint16 = "U16"
    case uint8 = "U8"
    case bool = "BOOL"
    case complex64 = "C64"
    case float8E5M2 = "F8_E5M2"
    case float8E4M3 = "F8_E4M3"
    case float8E8M0 = "F8_E8M0"
    case float8E5M2FNUZ = "F8_E5M2FNUZ"
    case float8E4M3FNUZ = "F8_E4M3FNUZ"
    case float6E2M3 = "F6_E2M3"
    case float6E3M2 = "F6_E3M2"
    case float4 = "F4"
    // Blocks of small integers that share a scale: GGUF's.
    case q40 = "Q4_0"
    case q41 = "Q4_1"
    case q50 = "Q5_0"
    case q51 = "Q5_1"
    case q80 = "Q8_0"
    case q4K = "Q4_K"
    case q5K = "Q5_K"
    case q6K = "Q6_K"

    /// Whether elements are written in blocks of small integers that share a scale.
    public var isQuantized: Bool { elementsPerBlock > 1 }

    /// The elements that are written as one block; 1 but in GGUF's types.
    public var elementsPerBlock: Int {
        switch self {
        case .q40, .q41, .q50, .q51, .q80: 32
        case .q4K, .q5K, .q6K: 256
        default: 1
        }
    }

    /// The size of an element in bits, or of a block of them.
    public var bitWidth: Int {
        switch self {
        case .float64, .int64, .uint64, .complex64: 64
        case .float32, .int32, .uint32: 32
        case .float16, .bfloat16, .int16, .uint16: 16
        case .int8, .uint8, .bool: 8
        case .float8E5M2, .float8E4M3, .float8E8M0, .float8E5M2FNUZ, .float8E4M3FNUZ: 8
        case .float6E2M3, .float6E3M2: 6
        case .float4: 4
        case .q40: 8 * (2 + 16)
        case .q41: 8 * (4 + 16)
        case .q50: 8 * (2 + 4 + 16)
        case .q51: 8 * (4 + 4 + 16)
        case .q80: 8 * (2 + 32)
        case .q4K: 8 * (4 + 12 + 128)
        case .q5K: 8 * (4 + 12 + 32 + 128)
        case .q6K: 8 * (128 + 64 + 16 + 2)
        }
    }

    /// Whether `Tensor.floats()` can read it. The others are known so that a file that has them
    /// can be opened, and its remaining tensors read.
    public var isConvertible: Bool {
        switch self {
        case .float64, .float32, .float16, .bfloat16, .int64, .int32, .int16, .int8, .uint64,
            .uint32, .uint16, .uint8, .bool, .q40, .q41, .q50, .q51, .q80, .q4K, .q5K,
            .q6K:
            true
        case .complex64, .float8E5M2, .float8E4M3, .float8E8M0, .float8E5M2FNUZ, .float8E4M3FNUZ,
            .float6E2M3, .float6E3M2, .float4:
            false
        }
    }
}
