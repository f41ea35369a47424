/// The fields of a message in Protocol Buffers' wire format, in the order written.
struct ProtocolBuffer {
    enum Value {
        case integer(UInt64)
        /// The bits of a float, lowest byte first.
        case fixed32(UInt32)
        case fixed64(UInt64)
        case bytes(ArraySlice<UInt8>)
    }

    struct Field {
        var number: UInt64
        var value: Value
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// What is no message.
    struct Fault: Error {}

    /// The next field; `nil` at the end.
    mutating func next() throws(Fault) -> Field? {
        if rest.isEmpty { return nil }
        let key = try integer()
        let number = key >> 3
        switch key & 7 {
        case 0: return Field(number: number, value: .integer(try integer()))
        case 1: return Field(number: number, value: .fixed64(try fixed(8)))
        case 2:
            let count = try integer()
            guard count <= UInt64(rest.count) else { throw Fault() }
            let bytes = rest.prefix(Int(count))
            rest = rest.dropFirst(Int(count))
            return Field(number: number, value: .bytes(bytes))
        case 5:
            return Field(
                number: number, value: .fixed32(UInt32(truncatingIfNeeded: try fixed(4))))
        default: throw Fault()
        }
    }

    private mutating func integer() throws(Fault) -> UInt64 {
        var result: UInt64 = 0
        var shift: UInt64 = 0
        while let byte = rest.popFirst() {
            result |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return result }
            shift += 7
            if shift > 63 { break }
        }
        throw Fault()
    }

    private mutating func fixed(_ count: Int) throws(Fault) -> UInt64 {
        guard rest.count >= count else { throw Fault() }
        let result = rest.prefix(count).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        rest = rest.dropFirst(count)
        return result
    }
}
