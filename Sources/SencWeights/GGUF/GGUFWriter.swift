package import SencFiles

/// Writes a GGUF file: values by key, then the tensors' descriptions, then, aligned, their data.
///
/// The same values and tensors give the same bytes. Source:
/// <https://github.com/ggml-org/ggml/blob/master/docs/gguf.md>, version 3, little-endian.
package struct GGUFWriter: Sendable {
    package enum Value: Sendable {
        case uint32(UInt32)
        case int64(Int64)
        case float32(Float)
        case float64(Double)
        case bool(Bool)
        /// UTF-8.
        case text([UInt8])
        case int32s([Int32])
        case float32s([Float])
        case bytes([UInt8])
        case texts([[UInt8]])
        /// An array as another file has it.
        case array(type: UInt32, count: Int, elements: [UInt8])

        package static func text(_ text: String) -> Value { .text(Array(text.utf8)) }
    }

    package struct TensorDescription: Sendable, Equatable {
        package let name: String
        package let type: ElementType
        /// The dimensions, outermost first.
        package let shape: [Int]

        /// - Precondition: GGUF has the type, and the last dimension is one of whole blocks.
        package init(name: String, type: ElementType, shape: [Int]) {
            precondition(type.ggmlNumber != nil)
            precondition((shape.last ?? 1) % type.elementsPerBlock == 0)
            (self.name, self.type, self.shape) = (name, type, shape)
        }

        package var byteCount: Int {
            shape.reduce(1, *) / type.elementsPerBlock * type.bitWidth / 8
        }
    }

    private static let version: UInt32 = 3
    /// What the data of each tensor begins at a multiple of, which readers take where no value says
    /// otherwise.
    private static let alignment = 32

    private let values: [(key: String, value: Value)]
    private let tensors: [TensorDescription]

    /// - Parameters:
    ///   - values: no key twice.
    ///   - tensors: no name twice.
    package init(values: [(key: String, value: Value)], tensors: [TensorDescription]) {
        (self.values, self.tensors) = (values, tensors)
    }

    /// - Parameter data: gives the bytes of a tensor, by its place among the descriptions, some at a
    ///   time.
    package func write(
        to output: any OutputStream,
        data: (_ tensor: Int, _ sink: (UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) throws {
        let header = header
        try output.write(header)
        try output.write(Self.padding(after: header.count))
        for (index, tensor) in tensors.enumerated() {
            var count = 0
            try data(index) { bytes in
                count += bytes.count
                try output.write(bytes)
            }
            precondition(count == tensor.byteCount, "the bytes must fill the tensor")
            try output.write(Self.padding(after: count))
        }
    }

    private static func padding(after count: Int) -> [UInt8] {
        [UInt8](repeating: 0, count: (alignment - count % alignment) % alignment)
    }

    /// All that stands before the data.
    private var header: [UInt8] {
        var bytes = GGUFHeader.start
        bytes.append(Self.version)
        bytes.append(UInt64(tensors.count))
        bytes.append(UInt64(values.count))
        for (key, value) in values {
            bytes.append(counted: Array(key.utf8))
            value.append(to: &bytes)
        }
        var offset = 0
        for tensor in tensors {
            bytes.append(counted: Array(tensor.name.utf8))
            bytes.append(UInt32(tensor.shape.count))
            // The innermost comes first.
            for dimension in tensor.shape.reversed() { bytes.append(UInt64(dimension)) }
            bytes.append(tensor.type.ggmlNumber ?? 0)
            bytes.append(UInt64(offset))
            offset += tensor.byteCount + Self.padding(after: tensor.byteCount).count
        }
        return bytes
    }
}

extension GGUFWriter.Value {
    private var type: GGUFValueType {
        switch self {
        case .uint32: .uint32
        case .int64: .int64
        case .float32: .float32
        case .float64: .float64
        case .bool: .bool
        case .text: .text
        case .int32s, .float32s, .bytes, .texts, .array: .array
        }
    }

    /// Appends the value's type and the value.
    fileprivate func append(to bytes: inout [UInt8]) {
        bytes.append(type.rawValue)
        switch self {
        case .uint32(let value): bytes.append(value)
        case .int64(let value): bytes.append(value)
        case .float32(let value): bytes.append(value.bitPattern)
        case .float64(let value): bytes.append(value.bitPattern)
        case .bool(let value): bytes.append(UInt8(value ? 1 : 0))
        case .text(let text): bytes.append(counted: text)
        case .int32s(let values):
            bytes.append(arrayOf: .int32, count: values.count)
            for value in values { bytes.append(value) }
        case .float32s(let values):
            bytes.append(arrayOf: .float32, count: values.count)
            for value in values { bytes.append(value.bitPattern) }
        case .bytes(let values):
            bytes.append(arrayOf: .uint8, count: values.count)
            bytes += values
        case .texts(let texts):
            bytes.append(arrayOf: .text, count: texts.count)
            for text in texts { bytes.append(counted: text) }
        case .array(let type, let count, let elements):
            bytes.append(type)
            bytes.append(UInt64(count))
            bytes += elements
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append<Number: FixedWidthInteger>(_ number: Number) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }

    fileprivate mutating func append(counted text: [UInt8]) {
        append(UInt64(text.count))
        append(contentsOf: text)
    }

    fileprivate mutating func append(arrayOf type: GGUFValueType, count: Int) {
        append(type.rawValue)
        append(UInt64(count))
    }
}

extension GGUFMetadata {
    /// A value as it is to be written again; `nil` if there is none under that key.
    package func copy(of key: String) -> GGUFWriter.Value? {
        switch values[key] {
        case .integer(let value):
            UInt32(exactly: value).map { .uint32($0) } ?? .int64(Int64(value))
        case .number(let value):
            Double(Float(value)) == value ? .float32(Float(value)) : .float64(value)
        case .bool(let value): .bool(value)
        case .text(let text): .text(text)
        case .document: document(key).map { .text($0) }
        case .array(let array):
            .array(
                type: array.type.rawValue, count: array.count,
                elements: [UInt8](file.bytes[array.range]))
        case nil: nil
        }
    }
}
