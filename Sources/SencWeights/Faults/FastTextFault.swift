public import SencFiles

/// What is wrong with a binary model of fastText. Words and labels count from 1.
public enum FastTextFault: Error, Localizable, Equatable {
    /// Another version than 11 and 12.
    case unsupportedVersion(Int32)
    /// It ends inside the part of that name.
    case truncated(part: Message)
    /// A value of the header that no model has.
    case outOfRange(name: String, value: Int, allowed: ClosedRange<Int>)
    /// The dictionary does not have as many entries as words and labels.
    case wrongSize(entries: Int, words: Int, labels: Int)
    /// The header counts more entries than there is room for.
    case tooManyCounted(entries: Int, bytes: Int)
    /// A label among the words, a word among the labels, or neither.
    case wrongType(entry: Int, type: UInt8)
    /// Product quantization, as `.ftz` files have.
    case quantized
    /// n-grams that were pruned, which only quantized models have.
    case pruned(count: Int)
    /// A matrix that is not of the shape that the header asks for.
    case wrongShape(part: Message, shape: [Int], expected: [Int])
    /// Something follows the output matrix.
    case unusedData(bytes: Int)

    public var message: Message {
        switch self {
        case .unsupportedVersion(let version):
            "its version is \(version); supported: 11 and 12"
        case .truncated(let part): "it ends inside its \(part)"
        case .outOfRange(let name, let value, let allowed):
            "its \(name.quoted()) is \(value), not \(allowed.lowerBound) to \(allowed.upperBound)"
        case .wrongSize(let entries, let words, let labels):
            "its dictionary has \(entries) entries for \(words) words and \(labels) labels"
        case .tooManyCounted(let entries, let bytes):
            "its header counts \(entries) words and labels, more than its \(bytes) bytes can hold"
        case .wrongType(let entry, let type):
            "entry \(entry) of its dictionary has the type \(type)"
        case .quantized:
            "it is quantized (.ftz), which is not supported; give the .bin that it was made from"
        case .pruned(let count): "its n-grams are pruned to \(count), which is not supported"
        case .wrongShape(let part, let shape, let expected):
            "its \(part) has the shape \(shape) where its header asks for \(expected)"
        case .unusedData(let bytes): "\(bytes) bytes follow its output matrix"
        }
    }
}
