public import SencFiles

/// What is wrong with a `.npy` file. Sizes and offsets are in bytes.
public enum NPYFault: Error, Localizable, Equatable {
    /// Another start than `\x93NUMPY`.
    case notNPY
    /// The file ends inside its header.
    case truncated(bytes: Int)
    /// Another version of the format than 1.0, 2.0 and 3.0.
    case unsupportedVersion(major: UInt8, minor: UInt8)
    /// A header of over 10,000 bytes, NumPy's own limit.
    case headerTooLong(bytes: Int)
    /// The header is not a dictionary of the three expected entries, at this offset in it.
    case malformed(offset: Int)
    /// The header has an entry beside the three that the format has.
    case unknownEntry(String)
    /// The header has the entry twice.
    case repeatedEntry(String)
    /// The header lacks one of `descr`, `fortran_order` and `shape`.
    case missingEntry(String)
    /// An element type that is not one of `NPYElementType`.
    case unsupportedElement(String)
    /// Elements that have fields, or are arrays themselves.
    case structuredElements
    /// Not a matrix.
    case dimensions(Int)
    /// Rows without a component.
    case noColumns
    /// Rows of more components than a vector may have.
    case tooManyColumns(Int)
    /// A shape of more bytes than can be counted.
    case tooLarge
    /// A copy of that many bytes does not fit into memory.
    case noMemory(Int)
    /// The file has not just the bytes that its shape needs.
    case sizeMismatch(needed: Int, found: Int)

    public var message: Message {
        switch self {
        case .notNPY: "it does not start as one"
        case .truncated(let bytes): "\(bytes) bytes end inside the header"
        case .unsupportedVersion(let major, let minor): "unknown version \(major).\(minor)"
        case .headerTooLong(let bytes):
            "a header of \(bytes) bytes is over the limit of \(NPYHeaderParser.maximumBytes)"
        case .malformed(let offset): "the header is malformed at byte \(offset)"
        case .unknownEntry(let key): "the header has an unknown entry \(key.quoted())"
        case .repeatedEntry(let key): "the header has two entries \(key.quoted())"
        case .missingEntry(let key): "the header has no entry \(key.quoted())"
        case .unsupportedElement(let name):
            if let usual = NPYElementType.usualName(of: name) {
                "elements of \(usual) type \(name.quoted()); \(Self.readable)"
            } else {
                "elements of type \(name.quoted()); \(Self.readable)"
            }
        case .structuredElements: "structured elements; \(Self.readable): save one field alone"
        case .dimensions(let count):
            count == 1
                ? "an array of 1 dimension is not a matrix"
                : "an array of \(count) dimensions is not a matrix"
        case .noColumns: "its rows are empty"
        case .tooManyColumns(let columns):
            "rows of \(columns) components are over the limit of \(NPYFile.maximumColumns)"
        case .tooLarge: "the shape is too large"
        case .noMemory(let bytes): "no memory for \(bytes) bytes"
        case .sizeMismatch(let needed, let found):
            "the shape needs \(needed) bytes of data, and there are \(found)"
        }
    }
    private static let readable: Message = "float64, float32, float16, int8 and uint8 are read"
}
