import SencFiles

/// A node of an ONNX graph (`NodeProto`), as far as it tells what an initializer is.
struct ONNXNode {
    private(set) var name = ""
    private(set) var operation = ""
    private(set) var inputs: [String] = []
    private(set) var outputs: [String] = []
    /// `transB` of a `Gemm`.
    private(set) var transposesSecond = false

    init(_ bytes: UnsafeRawBufferPointer, in range: Range<Int>) throws(ONNXFault) {
        var reader = ProtobufReader(bytes, in: range)
        while let (number, value) = try reader.field() {
            guard case .bytes(let content) = value else { continue }
            switch number {
            case 1: inputs.append(String(decoding: bytes[content], as: UTF8.self))
            case 2: outputs.append(String(decoding: bytes[content], as: UTF8.self))
            case 3: name = String(decoding: bytes[content], as: UTF8.self)
            case 4: operation = String(decoding: bytes[content], as: UTF8.self)
            case 5: try readAttribute(bytes, in: content)
            default: break
            }
        }
    }

    private mutating func readAttribute(
        _ bytes: UnsafeRawBufferPointer, in range: Range<Int>
    ) throws(ONNXFault) {
        var reader = ProtobufReader(bytes, in: range)
        var isTransB = false
        var integer: UInt64 = 0
        while let (number, value) = try reader.field() {
            switch (number, value) {
            case (1, .bytes(let name)): isTransB = bytes[name].elementsEqual("transB".utf8)
            case (3, .integer(let value)): integer = value
            default: break
            }
        }
        if isTransB { transposesSecond = integer != 0 }
    }

    /// The name of the parameter that a node multiplies with, by the node's own:
    /// `/encoder/layer.0/attention/self/query/MatMul` is of the module
    /// `encoder.layer.0.attention.self.query`.
    var parameterName: String? {
        let parts = name.split(separator: "/")
        guard name.hasPrefix("/"), parts.count > 1 else { return nil }
        return parts.dropLast().joined(separator: ".") + ".weight"
    }
}
