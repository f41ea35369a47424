/// The bytes of ONNX files, right and wrong: messages of Protocol Buffers.
enum ONNXFile {
    static func varint(_ value: UInt64) -> [UInt8] {
        var (rest, bytes) = (value, [UInt8]())
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    static func field(_ number: UInt64, _ value: UInt64) -> [UInt8] {
        varint(number << 3) + varint(value)
    }

    static func field(_ number: UInt64, _ bytes: [UInt8]) -> [UInt8] {
        varint(number << 3 | 2) + varint(UInt64(bytes.count)) + bytes
    }

    static func field(_ number: UInt64, _ text: String) -> [UInt8] {
        field(number, Array(text.utf8))
    }

    /// - Parameter data: the field with the data; zeros in `raw_data` if `nil`.
    static func tensor(
        _ name: String = "a", _ shape: [UInt64] = [2], type: UInt64 = 1, data: [UInt8]? = nil
    ) -> [UInt8] {
        shape.flatMap { field(1, $0) } + field(2, type) + field(8, name)
            + (data ?? field(9, [UInt8](repeating: 0, count: 8)))
    }

    static func external(_ entries: KeyValuePairs<String, String>) -> [UInt8] {
        entries.flatMap { field(13, field(1, $0.key) + field(2, $0.value)) } + field(14, 1)
    }

    static func node(
        _ operation: String, _ inputs: [String], _ outputs: [String], name: String = "",
        attribute: [UInt8] = []
    ) -> [UInt8] {
        inputs.flatMap { field(1, $0) } + outputs.flatMap { field(2, $0) } + field(3, name)
            + field(4, operation) + (attribute.isEmpty ? [] : field(5, attribute))
    }

    static func file(_ tensors: [[UInt8]], nodes: [[UInt8]] = []) -> [UInt8] {
        model(nodes.flatMap { field(1, $0) } + tensors.flatMap { field(5, $0) })
    }

    static func model(_ graph: [UInt8]) -> [UInt8] {
        field(1, 9) + field(2, "tests") + field(7, graph)
    }
}
