import SencFiles
import TestSupport
import Testing

@Suite struct FloatSmallFormatsTests {
    /// The value of a binary16 pattern from its definition.
    func float16(_ bits: UInt16) -> Double {
        let fraction = Double(bits & 0x3FF)
        let magnitude =
            switch bits >> 10 & 0x1F {
            case 0: fraction * 0x1p-24
            case 31: fraction == 0 ? Double.infinity : .nan
            case let exponent:
                Double(sign: .plus, exponent: Int(exponent) - 25, significand: 1024 + fraction)
            }
        return bits & 0x8000 == 0 ? magnitude : -magnitude
    }

    @Test func everyFloat16IsExact() {
        for bits in UInt16.min...UInt16.max {
            let (value, expected) = (Float(float16: bits), float16(bits))
            if expected.isNaN {
                #expect(value.isNaN)
            } else if Double(value) != expected || value.sign != expected.sign {
                Issue.record("\(bits): \(value), not \(expected)")
            }
        }
    }

    @Test func everyFloat16IsWrittenAsItWasRead() {
        for bits in UInt16.min...UInt16.max {
            let written = Float(float16: bits).float16Bits
            if written != bits { Issue.record("\(bits) is written as \(written)") }
        }
    }

    @Test func floatsBecomeTheNearestFloat16() {
        var generator = SplitMix(seed: 16)
        for _ in 0..<100_000 {
            let value = Float(bitPattern: UInt32.random(in: 0..<0x477F_F000, using: &generator))
            let bits = value.float16Bits
            let error = abs(float16(bits) - Double(value))
            let neighbors = [bits &- 1, bits + 1].filter { $0 <= 0x7BFF }
            for other in neighbors where abs(float16(other) - Double(value)) < error {
                Issue.record("\(value) becomes \(bits) though \(other) is nearer")
            }
            for other in neighbors where abs(float16(other) - Double(value)) == error {
                #expect(bits % 2 == 0)
            }
        }
    }

    @Test(arguments: [
        (UInt16(0x3F80), Float(1)), (0xBFC0, -1.5), (0x0001, 0x1p-133), (0x7F80, .infinity),
        (0x7F7F, 0x1.FEp127), (0x8000, -0.0),
    ])
    func bfloat16IsTheUpperHalfOfAFloat(bits: UInt16, value: Float) {
        #expect(Float(bfloat16: bits).bitPattern == value.bitPattern)
    }

    @Test func bfloat16KeepsNaN() {
        #expect(Float(bfloat16: 0x7FC0).isNaN)
    }
}
