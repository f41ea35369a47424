public import SencFiles

/// What is wrong with a GGUF file as a whole.
public enum GGUFFault: Error, Localizable, Equatable {
    static let maximumTextBytes: UInt64 = 1 << 20
    static let maximumDocumentBytes = UInt64(JSON.maximumBytes)
    static let maximumAlignment = 1 << 20

    /// The file ends inside its header.
    case truncated
    /// Another version of the format than 2 and 3.
    case unsupportedVersion(UInt32)
    /// The version reads as a number only with its bytes in the other order.
    case bigEndian
    /// The header counts more key-value pairs than there are bytes for.
    case tooManyValues(UInt64)
    /// The header counts more tensors than there are bytes for.
    case tooManyTensors(UInt64)
    /// A text of over 1 MiB.
    case textTooLong(bytes: UInt64)
    /// A text that is a whole JSON document.
    case documentTooLong(bytes: UInt64)
    /// Two values have this key.
    case repeatedKey(String)
    /// A number of a type that the format does not define.
    case unknownValueType(UInt32, key: String)
    /// An array of arrays, which no model has.
    case nestedArray(key: String)
    /// An array of more elements than there are bytes for.
    case arrayTooLong(key: String, count: UInt64)
    /// `general.alignment` is not a power of two of at most 2²⁰.
    case invalidAlignment(String)

    public var message: Message {
        switch self {
        case .truncated: "it is cut"
        case .unsupportedVersion(let version): "version \(version) is not supported"
        case .bigEndian: "its numbers are big-endian"
        case .tooManyValues(let count): "it has no room for \(count) values"
        case .tooManyTensors(let count): "it has no room for \(count) tensors"
        case .textTooLong(let bytes):
            "a text of \(bytes) bytes is over the limit of \(Self.maximumTextBytes)"
        case .documentTooLong(let bytes):
            "a document of \(bytes) bytes is over the limit of \(Self.maximumDocumentBytes)"
        case .repeatedKey(let key): "key \(key.quoted()) is there twice"
        case .unknownValueType(let type, let key):
            "key \(key.quoted()) is of the unknown type \(type)"
        case .nestedArray(let key): "key \(key.quoted()) is an array of arrays"
        case .arrayTooLong(let key, let count):
            "key \(key.quoted()) has no room for \(count) elements"
        case .invalidAlignment(let alignment):
            """
            an alignment of \(alignment.quoted()) is not a power of two up to \
            \(Self.maximumAlignment)
            """
        }
    }
}
