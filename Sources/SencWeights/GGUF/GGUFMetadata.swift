package import SencFiles

/// What a GGUF file says beside its tensors: the model's sizes, its tokenizer, who made it.
package struct GGUFMetadata: Sendable {
    package enum Value: Sendable {
        case integer(Int)
        case number(Double)
        case bool(Bool)
        case text(String)
        /// Where a text is that is a whole document, read where it lies.
        case document(Range<Int>)
        case array(List)

        /// A single value as text.
        package var text: String? {
            switch self {
            case .integer(let value): String(value)
            case .number(let value): String(value)
            case .bool(let value): String(value)
            case .text(let value): value
            case .document, .array: nil
            }
        }
    }

    /// The elements of an array, read where they lie.
    package struct List: Sendable {
        let type: GGUFValueType
        package let count: Int
        let range: Range<Int>
    }

    package let file: MappedFile
    package internal(set) var values: [String: Value] = [:]

    package init(file: MappedFile) { self.file = file }

    package subscript(key: String) -> Value? { values[key] }

    /// The bytes of a document, UTF-8 or not; `nil` if there is none under that key.
    package func document(_ key: String) -> [UInt8]? {
        guard case .document(let range)? = values[key] else { return nil }
        return [UInt8](file.bytes[range])
    }

    /// An array of texts; `nil` if there is none under that key.
    package func texts(_ key: String) -> GGUFTexts? {
        guard case .array(let array)? = values[key], array.type == .text else { return nil }
        return GGUFTexts(array, of: file)
    }

    /// The elements of an array of bytes, signed or not, as they are written; `nil` if there is
    /// none under that key.
    package func bytes(_ key: String) -> [UInt8]? {
        guard case .array(let array)? = values[key], array.type == .uint8 || array.type == .int8
        else { return nil }
        return [UInt8](file.bytes[array.range])
    }

    /// An array of numbers, integers among them; `nil` if there is none under that key.
    package func numbers(_ key: String) -> [Double]? {
        guard case .array(let array)? = values[key] else { return nil }
        switch array.type {
        case .int8: return elements(array) { (value: Int8) in Double(value) }
        case .uint8: return elements(array) { (value: UInt8) in Double(value) }
        case .int16: return elements(array) { (value: Int16) in Double(value) }
        case .uint16: return elements(array) { (value: UInt16) in Double(value) }
        case .int32: return elements(array) { (value: Int32) in Double(value) }
        case .uint32: return elements(array) { (value: UInt32) in Double(value) }
        case .int64: return elements(array) { (value: Int64) in Double(value) }
        case .uint64: return elements(array) { (value: UInt64) in Double(value) }
        case .float32:
            return elements(array) { (bits: UInt32) in Double(Float(bitPattern: bits)) }
        case .float64: return elements(array) { (bits: UInt64) in Double(bitPattern: bits) }
        case .bool, .text, .array: return nil
        }
    }

    private func elements<Element: FixedWidthInteger & BitwiseCopyable>(
        _ array: List, _ transform: (Element) -> Double
    ) -> [Double] {
        let width = MemoryLayout<Element>.size
        let bytes = UnsafeRawBufferPointer(rebasing: file.bytes[array.range])
        return (0..<array.count).map { index in
            transform(
                Element(
                    littleEndian: bytes.loadUnaligned(
                        fromByteOffset: index * width, as: Element.self)))
        }
    }
}

/// How a GGUF value is written.
enum GGUFValueType: UInt32, Sendable {
    case uint8, int8, uint16, int16, uint32, int32, float32, bool, text, array, uint64, int64
    case float64

    /// The bytes of a value; of a text at least.
    var size: Int {
        switch self {
        case .uint8, .int8, .bool: 1
        case .uint16, .int16: 2
        case .uint32, .int32, .float32: 4
        case .text, .array, .uint64, .int64, .float64: 8
        }
    }
}

extension ByteReader {
    /// A single value other than text; `nil` if the bytes end before it, or it does not fit.
    mutating func value(of type: GGUFValueType) -> GGUFMetadata.Value? {
        switch type {
        case .uint8: integer(UInt8.self).map { .integer(Int($0)) }
        case .int8: integer(Int8.self).map { .integer(Int($0)) }
        case .uint16: integer(UInt16.self).map { .integer(Int($0)) }
        case .int16: integer(Int16.self).map { .integer(Int($0)) }
        case .uint32: integer(UInt32.self).map { .integer(Int($0)) }
        case .int32: integer(Int32.self).map { .integer(Int($0)) }
        case .uint64: integer(UInt64.self).map { .integer(Int(clamping: $0)) }
        case .int64: integer(Int64.self).map { .integer(Int($0)) }
        case .bool: integer(UInt8.self).map { .bool($0 != 0) }
        case .float32: integer(UInt32.self).map { .number(Double(Float(bitPattern: $0))) }
        case .float64: integer(UInt64.self).map { .number(Double(bitPattern: $0)) }
        case .text, .array: nil
        }
    }
}
