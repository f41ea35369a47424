/// A place in bytes that come from outside. Nothing is read past their end, and what is not there
/// is `nil`.
package struct ByteReader {
    package let bytes: UnsafeRawBufferPointer
    package var position: Int
    package let end: Int

    /// - Precondition: `range` is within `bytes`.
    @inlinable
    package init(_ bytes: UnsafeRawBufferPointer, in range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
        self.bytes = bytes
        (position, end) = (range.lowerBound, range.upperBound)
    }

    @inlinable
    package init(_ bytes: UnsafeRawBufferPointer) {
        self.init(bytes, in: 0..<bytes.count)
    }

    @inlinable package var remaining: Int { end - position }

    /// Where the next bytes are, which are thereby read.
    @inlinable
    package mutating func take(_ count: some FixedWidthInteger) -> Range<Int>? {
        guard let count = Int(exactly: count), count >= 0, count <= remaining else { return nil }
        defer { position += count }
        return position..<position + count
    }

    /// An integer in little-endian order.
    @inlinable
    package mutating func integer<Value: FixedWidthInteger & BitwiseCopyable>(
        _ type: Value.Type
    ) -> Value? {
        guard let range = take(MemoryLayout<Value>.size) else { return nil }
        return Value(
            littleEndian: bytes.loadUnaligned(fromByteOffset: range.lowerBound, as: Value.self))
    }

    /// The bytes up to a line feed, which is read too.
    package mutating func line() -> Range<Int>? {
        guard let feed = bytes[position..<end].firstIndex(of: UInt8(ascii: "\n")) else {
            return nil
        }
        defer { position = feed + 1 }
        return position..<feed
    }

    /// The bytes of a range as text, ill-formed UTF-8 replaced.
    package func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }
}
