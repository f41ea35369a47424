import Foundation
import SencMath
import Testing

/// The bits of the C library.
@Suite struct ElementaryFunctionTests {
    static let numbers = [0.0, 1e-9, 0.1, 0.75, 1, 2.5, 10, 88.7]

    @Test(arguments: numbers) func doubles(x: Double) {
        #expect(Double.exp(x) == exp(x) && Double.exp2(x) == exp2(x))
        #expect(Double.expm1(x) == expm1(x) && Double.log1p(x) == log1p(x))
        #expect(Double.log(x) == log(x) && Double.log2(x) == log2(x))
        #expect(Double.log10(x) == log10(x) && Double.pow(x, 1.5) == pow(x, 1.5))
        #expect(Double.sin(x) == sin(x) && Double.cos(x) == cos(x) && Double.tanh(x) == tanh(x))
    }

    @Test(arguments: numbers.map { Float($0) }) func floats(x: Float) {
        #expect(Float.exp(x) == exp(x) && Float.exp2(x) == exp2(x))
        #expect(Float.expm1(x) == expm1(x) && Float.log1p(x) == log1p(x))
        #expect(Float.log(x) == log(x) && Float.log2(x) == log2(x))
        #expect(Float.log10(x) == log10(x) && Float.tanh(x) == tanh(x))
        #expect(Float.sin(x) == sin(x) && Float.cos(x) == cos(x))
    }
}
