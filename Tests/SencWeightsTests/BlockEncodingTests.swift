import SencFiles
import SencWeights
import TestSupport
import Testing

/// Quantized blocks against the `gguf` package.
@Suite struct BlockEncodingTests {
    private func encode(_ values: [Float], as type: ElementType) throws -> [UInt8] {
        let count = values.count / type.elementsPerBlock * type.bitWidth / 8
        var bytes = [UInt8](repeating: 0xAA, count: count)
        try bytes.withUnsafeMutableBytes { bytes in
            try values.withUnsafeBufferPointer { values in
                try type.encode(values, from: 100, into: bytes)
            }
        }
        return bytes
    }

    @Test(arguments: [(ElementType.q40, "q4_0"), (.q80, "q8_0")])
    func blocksAreTheReferences(type: ElementType, name: String) throws {
        let file = try WeightFile(path: Goldens.path("weights/quantized.safetensors"))
        let tensor = try file.tensor(named: "values")
        let golden = try file.tensor(named: name).withUnsafeBytes { Array($0) }
        let size = type.bitWidth / 8
        try #require(tensor.shape[0] > 150 && golden.count == tensor.shape[0] * size)
        for row in 0..<tensor.shape[0] {
            let values = try tensor.floats(rows: row..<(row + 1))
            #expect(
                try encode(values, as: type) == Array(golden[(row * size)..<((row + 1) * size)]),
                "row \(row): \(values)")
        }
        #expect(try encode(try tensor.floats(), as: type) == golden)
    }

    @Test func plainTypesAreRounded() throws {
        #expect(try encode([1, -0.0], as: .float32) == [0, 0, 0x80, 0x3F, 0, 0, 0, 0x80])
        #expect(try encode([1, 65504, 1e-8], as: .float16) == [0, 0x3C, 0xFF, 0x7B, 0, 0])
    }

    @Test(arguments: [ElementType.float32, .float16, .q40, .q80])
    func numbersThatAreNotFiniteAreRefused(type: ElementType) throws {
        for number in [Float.nan, .infinity, -.infinity] {
            var values = [Float](repeating: 1, count: 64)
            values[40] = number
            #expect(throws: TensorFault.notFinite(element: 140)) { try encode(values, as: type) }
        }
    }

    /// The largest scale of a float16 is 65504, and 65520 is rounded to infinity.
    @Test(arguments: [
        (ElementType.q40, Float(65504 * 8), Float(65520 * 8)),
        (.q80, 65504 * 127, 65520 * 127), (.float16, 65504, 65520),
    ])
    func scalesThatNoFloat16HoldsAreRefused(
        type: ElementType, largest: Float, tooLarge: Float
    ) throws {
        var values = [Float](repeating: 0, count: 64)
        values[33] = -largest
        _ = try encode(values, as: type)
        values[33] = -tooLarge
        let element = type == .float16 ? 133 : 132
        #expect(throws: TensorFault.beyondFloat16(element: element)) {
            try encode(values, as: type)
        }
    }
}
