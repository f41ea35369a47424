/// A value that a pickle builds. What holds other values is kept by the unpickler, and known by
/// its place there: so nothing is nested, however deep the pickle nests it.
enum PickleValue: Equatable, Sendable {
    /// None, a number that is not a tensor's, bytes: whatever no tensor needs.
    case other
    case bool(Bool)
    case int(Int)
    case string(String)
    case list(Int)
    case tuple(Int)
    case dictionary(Int)
    case global(PickleGlobal, name: String)
    case storage(Int)
    case tensor(Int)

    var int: Int? { if case .int(let value) = self { value } else { nil } }
    var string: String? { if case .string(let value) = self { value } else { nil } }
}

/// The memory that tensors view.
struct PickledStorage: Equatable, Sendable {
    let key: String
    /// `nil` of untyped bytes.
    let elementType: ElementType?
    /// Elements, or bytes if untyped.
    let count: Int
}

/// A view of a storage. Offset and strides count elements.
struct PickledTensor: Equatable, Sendable {
    let storage: PickledStorage
    let elementType: ElementType
    let offset: Int
    let shape: [Int]
    let strides: [Int]
}
