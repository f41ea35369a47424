/// Reads the fields of one message of Protocol Buffers. Messages within are byte ranges, read only
/// when asked for: so nothing is nested, however deep a file nests it.
///
/// Source: <https://protobuf.dev/programming-guides/encoding/>.
package struct ProtobufReader {
    package enum Value {
        case integer(UInt64)
        case fixed32(UInt32)
        case fixed64(UInt64)
        /// A text, bytes, a message or packed numbers.
        case bytes(Range<Int>)
    }

    /// Why bytes are no message.
    package enum Fault: Error {
        /// It ends in the middle of a field.
        case truncated
        /// A field of a wire type that the format no longer has, or of the number 0.
        case invalidField(number: UInt64)
    }

    private var reader: ByteReader

    package init(_ bytes: UnsafeRawBufferPointer, in range: Range<Int>) {
        reader = ByteReader(bytes, in: range)
    }

    /// The next field; `nil` at the end of the message.
    package mutating func next() throws(Fault) -> (number: UInt64, value: Value)? {
        guard reader.remaining > 0 else { return nil }
        let tag = try integer()
        let number = tag >> 3
        guard number > 0 else { throw .invalidField(number: number) }
        switch tag & 7 {
        case 0: return (number, .integer(try integer()))
        case 1:
            guard let value = reader.integer(UInt64.self) else { throw .truncated }
            return (number, .fixed64(value))
        case 2:
            guard let range = reader.take(try integer()) else { throw .truncated }
            return (number, .bytes(range))
        case 5:
            guard let value = reader.integer(UInt32.self) else { throw .truncated }
            return (number, .fixed32(value))
        default: throw .invalidField(number: number)
        }
    }

    /// An integer of variable length, of ten bytes at most.
    package mutating func integer() throws(Fault) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 70, by: 7) {
            guard let byte = reader.integer(UInt8.self) else { throw .truncated }
            value |= UInt64(byte & 0x7F) << UInt64(shift)
            if byte < 0x80 { return value }
        }
        throw .truncated
    }

    package var isAtEnd: Bool { reader.remaining == 0 }
}
