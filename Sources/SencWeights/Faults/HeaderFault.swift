public import SencFiles

/// What is wrong with a safetensors file as a whole. Sizes are in bytes.
public enum HeaderFault: Error, Localizable, Equatable {
    static let maximumBytes = 100_000_000

    /// Too short to hold even the length of its header.
    case truncated(bytes: Int)
    /// A header of over 100,000,000 bytes, the format's own limit.
    case tooLarge(bytes: UInt64)
    /// The header's length reaches over the end of the file.
    case pastEnd(header: UInt64, file: Int)
    /// The header does not start with `{`.
    case notObject
    /// `reason` says where the text stops being JSON.
    case notJSON(reason: Message)
    /// `__metadata__` is not an object of strings; `key` is the entry at fault, if it is one.
    case invalidMetadata(key: String?)
    /// Bytes that belong to no tensor, after the last.
    case unusedData(used: Int, data: Int)

    public var message: Message {
        switch self {
        case .truncated(let bytes):
            "\(bytes) bytes are too few for a header"
        case .tooLarge(let bytes):
            "a header of \(bytes) bytes is over the limit of \(Self.maximumBytes)"
        case .pastEnd(let header, let file):
            "a header of \(header) bytes does not fit the file of \(file), which is cut short"
        case .notObject:
            "the header does not start with '{'"
        case .notJSON(let reason):
            "the header is not valid JSON: \(reason)"
        case .invalidMetadata(let key):
            if let key {
                "__metadata__ entry \(key.quoted()) is not a string"
            } else {
                "__metadata__ is not an object"
            }
        case .unusedData(let used, let data):
            "the tensors cover \(used) of \(data) data bytes"
        }
    }
}
