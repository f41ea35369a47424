public import SencFiles

/// What is wrong with an ONNX file as a whole.
public enum ONNXFault: Error, Localizable, Equatable {
    static let maximumObjects = 1 << 18

    /// A message that ends in the middle of a field.
    case truncated
    /// A field of a wire type that the format no longer has, or not the one its number has.
    case invalidField(number: UInt64)
    /// There is no graph, or more than one.
    case noGraph
    /// More than 2¹⁸ nodes and tensors.
    case tooManyObjects

    public var message: Message {
        switch self {
        case .truncated: "it is cut"
        case .invalidField(let number): "field \(number) is not written as it should be"
        case .noGraph: "it does not have one graph"
        case .tooManyObjects: "more than \(Self.maximumObjects) nodes and tensors"
        }
    }
}

extension ProtobufReader {
    /// As `next()`; a number of eight bytes is taken as any other.
    mutating func field() throws(ONNXFault) -> (number: UInt64, value: ProtobufReader.Value)? {
        let next: (number: UInt64, value: ProtobufReader.Value)?
        do throws(Fault) {
            next = try self.next()
        } catch {
            throw ONNXFault(error)
        }
        if let next, case .fixed64(let value) = next.value { return (next.number, .integer(value)) }
        return next
    }

    /// As `integer()`.
    mutating func number() throws(ONNXFault) -> UInt64 {
        do throws(Fault) {
            return try integer()
        } catch {
            throw ONNXFault(error)
        }
    }
}

extension ONNXFault {
    fileprivate init(_ fault: ProtobufReader.Fault) {
        switch fault {
        case .truncated: self = .truncated
        case .invalidField(let number): self = .invalidField(number: number)
        }
    }
}
