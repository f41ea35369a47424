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

    /// The nearest IEEE 754 binary16 number, of two as near the even one; 65520 and more become
    /// infinity. NaN keeps its sign and the upper part of its payload, as NumPy has it.
    ///
    /// Written without branches, so that the compiler makes SIMD of a loop over it. A number of
    /// exponent -14 or more is normal: its fraction is rounded to 10 bits by adding just less than
    /// half of the last, or half if that bit is odd, and a carry rightly goes into the exponent. A
    /// smaller one is a multiple of 2⁻²⁴, the last place of 0.5: adding 0.5 makes the processor
    /// round it.
    @inlinable
    package var float16Bits: UInt16 {
        let sign = bitPattern & 0x8000_0000
        let magnitude = bitPattern ^ sign
        let payload = magnitude >> 13 & 0x3FF
        let special: UInt32 =
            magnitude > 0x7F80_0000 ? 0x7C00 | (payload == 0 ? 1 : payload) : 0x7C00
        let isOdd = magnitude >> 13 & 1
        let normal = (magnitude &- (112 << 23) &+ 0xFFF &+ isOdd) >> 13
        let subnormal = (Float(bitPattern: magnitude) + 0.5).bitPattern &- (126 << 23)
        let finite = magnitude < 113 << 23 ? subnormal : normal
        let result = magnitude >= 143 << 23 ? special : finite
        return UInt16(truncatingIfNeeded: result | sign >> 16)
    }

    /// The value of a bfloat16 number: the upper half of a `Float`.
    @inlinable
    package init(bfloat16 bits: UInt16) {
        self.init(bitPattern: UInt32(bits) << 16)
    }
}
