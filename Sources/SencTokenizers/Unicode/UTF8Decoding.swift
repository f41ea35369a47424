extension UnsafeBufferPointer<UInt8> {
    /// The scalar whose encoding starts at `position`, and the encoding's length.
    ///
    /// The bytes should be well-formed UTF-8. If they are not, the scalar is some number under
    /// 0x200000, and the length stays inside the buffer.
    @inline(__always)
    func scalar(at position: Int) -> (value: UInt32, length: Int) {
        let lead = UInt32(self[position])
        if lead < 0x80 { return (lead, 1) }
        let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        guard position + length <= count else { return (0xFFFD, count - position) }
        var value = lead & (0x7F >> UInt32(length))
        for index in 1..<length { value = value << 6 | UInt32(self[position + index] & 0x3F) }
        return (value, length)
    }

    /// The scalar that ends before `position`, which must not be the start.
    func scalar(before position: Int) -> UInt32 {
        var start = position - 1
        while start > 0, position - start < 4, self[start] & 0xC0 == 0x80 { start -= 1 }
        return scalar(at: start).value
    }

    /// How many scalars there are.
    var scalarCount: Int {
        var result = 0
        for byte in self where byte & 0xC0 != 0x80 { result += 1 }
        return result
    }

    @inline(__always)
    func slice(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: self[range])
    }
}
