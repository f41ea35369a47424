extension Float {
    /// The value of an IEEE 754 binary16 number, which `Float` holds exactly.
    ///
    /// The exponent and fraction, moved to their places in a `Float`, stand for the value times
    /// 2⁻¹¹² (the difference of the biases, 15 - 127), for subnormal numbers too. Infinity and NaN,
    /// of the largest exponent, get that of a `Float`.
    @inlinable
    package init(float16 bits: UInt16) {
        let sign = UInt32(bits & 0x8000) << 16
        let magnitude = UInt32(bits & 0x7FFF) << 13
        let value = (Float(bitPattern: magnitude) * 0x1p112).bitPattern
        let isFinite = magnitude < 0x7C00 << 13
        self.init(bitPattern: sign | (isFinite ? value : magnitude | 0x7F80_0000))
    }

    /// The value of a bfloat16 number: the upper half of a `Float`.
    @inlinable
    package init(bfloat16 bits: UInt16) {
        self.init(bitPattern: UInt32(bits) << 16)
    }
}
