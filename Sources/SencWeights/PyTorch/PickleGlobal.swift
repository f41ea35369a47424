/// What a pickle of tensors may name: the few functions and types that stand for tensors here.
/// Nothing else that a pickle can name has a meaning, and none of it is code.
enum PickleGlobal: Equatable, Sendable {
    case orderedDictionary
    /// `torch._utils._rebuild_tensor_v2` and, for element types without a storage of their own, v3.
    case tensor
    case typedTensor
    case parameter
    /// A class of storages; `nil` of untyped bytes.
    case storage(ElementType?)
    case elementType(ElementType)

    /// - Parameter name: module and name, a space between.
    init?(_ name: String) {
        switch name {
        case "collections OrderedDict": self = .orderedDictionary
        case "torch._utils _rebuild_tensor_v2": self = .tensor
        case "torch._utils _rebuild_tensor_v3": self = .typedTensor
        case "torch._utils _rebuild_parameter": self = .parameter
        case "torch.storage UntypedStorage", "torch UntypedStorage": self = .storage(nil)
        default:
            if let type = Self.storages[name] {
                self = .storage(type)
            } else if let type = Self.elementTypes[name] {
                self = .elementType(type)
            } else {
                return nil
            }
        }
    }

    private static let storages: [String: ElementType] = [
        "torch DoubleStorage": .float64, "torch FloatStorage": .float32,
        "torch HalfStorage": .float16, "torch BFloat16Storage": .bfloat16,
        "torch LongStorage": .int64, "torch IntStorage": .int32, "torch ShortStorage": .int16,
        "torch CharStorage": .int8, "torch ByteStorage": .uint8, "torch BoolStorage": .bool,
        "torch ComplexFloatStorage": .complex64,
    ]

    private static let elementTypes: [String: ElementType] = [
        "torch float64": .float64, "torch float32": .float32, "torch float16": .float16,
        "torch bfloat16": .bfloat16, "torch int64": .int64, "torch int32": .int32,
        "torch int16": .int16, "torch int8": .int8, "torch uint64": .uint64,
        "torch uint32": .uint32, "torch uint16": .uint16, "torch uint8": .uint8,
        "torch bool": .bool, "torch complex64": .complex64, "torch float8_e5m2": .float8E5M2,
        "torch float8_e4m3fn": .float8E4M3, "torch float8_e8m0fnu": .float8E8M0,
        "torch float8_e5m2fnuz": .float8E5M2FNUZ, "torch float8_e4m3fnuz": .float8E4M3FNUZ,
    ]
}
