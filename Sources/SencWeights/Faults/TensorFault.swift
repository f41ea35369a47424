public import SencFiles

/// What is wrong with one tensor of a weight file. Sizes and offsets are in bytes, offsets counted
/// from the start of the file's data section.
public enum TensorFault: Error, Localizable, Equatable {
    /// The file has no tensor of that name.
    case missing
    /// Two tensors have the name.
    case duplicate
    /// Its description is not an object.
    case notObject
    /// Its description lacks the field, or has a wrong value in it.
    case invalidField(String)
    /// The description has the field twice.
    case repeatedField(String)
    /// An element type that is none of `ElementType`.
    case unknownElementType(String)
    /// More elements or bytes than can be counted.
    case shapeOverflow([Int])
    /// The tensor ends before it begins.
    case offsetsReversed(begin: Int, end: Int)
    /// The tensor ends after the data does.
    case pastEnd(end: Int, data: Int)
    /// The offsets leave other room than the shape and type need.
    case sizeMismatch(needed: Int, found: Int)
    /// Elements of less than a byte that fill no whole number of bytes.
    case partialByte(bits: Int)
    /// Rows of elements that fill no whole number of blocks.
    case partialBlock(row: Int, block: Int)
    /// More than the 4 dimensions that GGUF has.
    case tooManyDimensions(Int)
    /// External data in a file whose name is not that of a file beside it.
    case invalidExternalFile(String)
    /// External data in a file that is not there.
    case missingExternalFile(String)
    /// External data in a file that is there and is none.
    case unusableExternalFile(String, reason: Message)
    /// Data that does not begin where the file's alignment has it begin.
    case misaligned(offset: UInt64)
    /// Strides that give more elements than there are in the storage.
    case expanded(elements: Int, storage: Int)
    /// The tensor begins before the one in front of it ends.
    case overlap(begin: Int, previousEnd: Int)
    /// Bytes that belong to no tensor lie in front of this one.
    case gap(begin: Int, previousEnd: Int)
    /// Two shards have a tensor of this name.
    case inTwoShards(first: String, second: String)
    /// A scale of a quantized block, counted in C order, that is infinite or not a number.
    case invalidScale(block: Int)
    /// An element, counted in C order, that is infinite or not a number, where it is to be written.
    case notFinite(element: Int)
    /// An element, or the first of a block that has it, which is too large for a type with float16.
    case beyondFloat16(element: Int)
    /// The element type is known but has no conversion to `Float`.
    case notConvertible(ElementType)
    /// Rows that the tensor does not have; `count` says how many it has.
    case rowsOutOfRange(Range<Int>, count: Int)
    /// A finite value that is infinite in the element type it is written in.
    case tooLarge(Float, ElementType)

    public var message: Message {
        switch self {
        case .missing: "is missing"
        case .duplicate: "is there twice"
        case .notObject: "is not described by an object"
        case .invalidField(let field): "has no valid \(field.quoted())"
        case .repeatedField(let field): "has \(field.quoted()) twice"
        case .unknownElementType(let type): "has the unknown type \(type.quoted())"
        case .shapeOverflow(let shape):
            "has a shape too large to count: \(shape.description.quoted())"
        case .offsetsReversed(let begin, let end): "begins at \(begin) and ends before, at \(end)"
        case .pastEnd(let end, let data):
            "ends at \(end), after the \(data) data bytes: the file is cut short"
        case .sizeMismatch(let needed, let found):
            "needs \(needed) bytes by its shape and has \(found)"
        case .partialByte(let bits): "has \(bits) bits, which are not whole bytes"
        case .partialBlock(let row, let block):
            "has rows of \(row) elements, which are not whole blocks of \(block)"
        case .tooManyDimensions(let count): "has \(count) dimensions"
        case .invalidExternalFile(let name):
            "has its data in \(name.quoted()), which is not the name of a file beside it"
        case .missingExternalFile(let name):
            "has its data in the file \(name.quoted()), which is missing"
        case .unusableExternalFile(let name, let reason):
            "has its data in the file \(name.quoted()): \(reason)"
        case .misaligned(let offset): "begins at \(offset), which is not aligned"
        case .expanded(let elements, let storage):
            "repeats elements: it has \(elements) of a storage of \(storage)"
        case .overlap(let begin, let previousEnd):
            "begins at \(begin), inside another that ends at \(previousEnd)"
        case .gap(let begin, let previousEnd):
            "begins at \(begin), leaving a hole from \(previousEnd)"
        case .inTwoShards(let first, let second):
            "is in two shards, \(first.quoted()) and \(second.quoted())"
        case .invalidScale(let block):
            "has a scale in its block \(block) that is infinite or not a number: the file is damaged"
        case .notFinite(let element):
            "has an element that is infinite or not a number, \(element) in C order"
        case .beyondFloat16(let element):
            """
            has numbers that are too large for a float16 or a scale of 16 bits, from element \
            \(element) on in C order
            """
        case .notConvertible(let type): "is of type \(type.rawValue), which cannot be read yet"
        case .rowsOutOfRange(let rows, let count):
            "has \(count) rows, not \(rows.lowerBound)..<\(rows.upperBound)"
        case .tooLarge(let value, let type):
            "has the value \(value), which is too large for \(type.rawValue); write it as F32"
        }
    }
}
