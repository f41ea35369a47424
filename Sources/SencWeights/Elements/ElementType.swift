/// How the elements of a tensor are written in a file. Raw values are safetensors' names, and those
/// of GGUF for its own types.
public enum ElementType: String, Sendable, CaseIterable {
    /// IEEE 754 binary64.
    case float64 = "F64"
    /// IEEE 754 binary32.
    case float32 = "F32"
    /// IEEE 754 binary16: 11 significant bits.
    case float16 = "F16"
    /// The upper half of a binary32: 8 significant bits.
    case bfloat16 = "BF16"
    /// Two's complement, as all signed integers.
    case int64 = "I64"
    /// Signed, 32 bits.
    case int32 = "I32"
    /// Signed, 16 bits.
    case int16 = "I16"
    /// Signed, 8 bits.
    case int8 = "I8"
    /// Unsigned, 64 bits.
    case uint64 = "U64"
    /// Unsigned, 32 bits.
    case uint32 = "U32"
    /// Unsigned, 16 bits.
    case uint16 = "U16"
    /// Unsigned, 8 bits.
    case uint8 = "U8"
    /// A byte, 0 or 1.
    case bool = "BOOL"
    /// Two binary32, the real part first. Not converted.
    case complex64 = "C64"
    /// 5 bits of exponent, 2 of fraction, with infinities (OCP FP8). Not converted.
    case float8E5M2 = "F8_E5M2"
    /// 4 bits of exponent, 3 of fraction, without infinities (OCP FP8). Not converted.
    case float8E4M3 = "F8_E4M3"
    /// A power of two: the scale of blocks in OCP's MX formats. Not converted.
    case float8E8M0 = "F8_E8M0"
    /// As `float8E5M2`, without infinities and negative zero. Not converted.
    case float8E5M2FNUZ = "F8_E5M2FNUZ"
    /// As `float8E4M3`, without negative zero. Not converted.
    case float8E4M3FNUZ = "F8_E4M3FNUZ"
    /// 2 bits of exponent, 3 of fraction (OCP MX FP6). Not converted.
    case float6E2M3 = "F6_E2M3"
    /// 3 bits of exponent, 2 of fraction (OCP MX FP6). Not converted.
    case float6E3M2 = "F6_E3M2"
    /// 2 bits of exponent, 1 of fraction (OCP MX FP4). Not converted.
    case float4 = "F4"
    // Blocks of small integers that share a scale: GGUF's.
    /// 4-bit integers of -8...7, times the block's scale.
    case q40 = "Q4_0"
    /// 4-bit integers of 0...15, times the block's scale, plus its minimum.
    case q41 = "Q4_1"
    /// 5-bit integers of -16...15, times the block's scale.
    case q50 = "Q5_0"
    /// 5-bit integers of 0...31, times the block's scale, plus its minimum.
    case q51 = "Q5_1"
    /// 8-bit integers, times the block's scale.
    case q80 = "Q8_0"
    /// 4-bit integers in eight sub-blocks of 32, each with a 6-bit scale and minimum.
    case q4K = "Q4_K"
    /// 5-bit integers in eight sub-blocks of 32, each with a 6-bit scale and minimum.
    case q5K = "Q5_K"
    /// 6-bit integers in sixteen sub-blocks of 16, each with an 8-bit scale.
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
