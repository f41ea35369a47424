import SencFiles
import SencWeights
import TestSupport
import Testing

/// Files that are written are read back, and what cannot be written is named.
@Suite struct SafetensorsWriterTests {
    private let files = TemporaryDirectory()

    private func write(
        _ tensors: [(name: String, shape: [Int], values: [Float])],
        as output: SafetensorsWriter.Output = .float32
    ) throws -> String {
        let path = files.file("w.safetensors")
        let file = try OutputFile(path: path)
        var writer = try SafetensorsWriter(
            tensors.map { .init(name: $0.name, shape: $0.shape) }, as: output, to: file, path: path)
        for (_, _, values) in tensors {
            // In two pieces of unequal size.
            for part in [values.prefix(values.count / 3), values.dropFirst(values.count / 3)] {
                try Array(part).withUnsafeBufferPointer { try writer.append($0) }
            }
        }
        writer.finish()
        try file.commit()
        return path
    }

    private let values = (0..<100_000).map { Float($0) * 0.37 - 9000 }

    @Test func tensorsAreReadBack() throws {
        let path = try write([
            ("a \"b\" é\n", [2, 3], [1, -2, .infinity, 0, .leastNonzeroMagnitude, 5]),
            ("c", [100_000], values), ("d", [1, 1, 1], [7]),
        ])
        let file = try WeightFile(path: path)
        #expect(file.names == ["a \"b\" é\n", "c", "d"] && file.metadata == ["format": "pt"])
        #expect(file.tensors.map(\.shape) == [[2, 3], [100_000], [1, 1, 1]])
        #expect(try file.tensors[0].floats() == [1, -2, .infinity, 0, .leastNonzeroMagnitude, 5])
        #expect(try file.tensors[1].floats() == values)
        // Elements begin at a multiple of eight bytes, also for readers that map the file.
        let first = try #require(file.tensors[0].bytes.baseAddress)
        #expect((first - (try #require(file.tensors[0].file.bytes.baseAddress))) % 8 == 0)
    }

    @Test func float16IsRoundedToNearest() throws {
        let path = try write([("c", [100, 1000], values), ("d", [1], [65519.99])], as: .float16)
        let file = try WeightFile(path: path)
        #expect(file.tensors.allSatisfy { $0.elementType == .float16 })
        #expect(
            try file.tensor(named: "c").floats() == values.map { Float(float16: $0.float16Bits) })
        #expect(try file.tensor(named: "d").floats() == [65504])
    }

    @Test func whatFloat16HasNoNumberForIsNamed() throws {
        let path = files.file("w.safetensors")
        let fault = WeightsError.tensor(
            name: "b", .tooLarge(-65520, .float16), path: path)
        #expect(throws: fault) {
            _ = try write([("a", [1], [.infinity]), ("b", [2], [1, -65520])], as: .float16)
        }
        #expect(
            fault.description
                == "tensor 'b' has the value -65520.0, which is too large for F16; write it as F32 "
                + "(\(path))")
        #expect(!Path.exists(path))
    }

    @Test func sizesThatCannotBeCountedAreRefused() throws {
        func open(_ shapes: [[Int]]) throws {
            let file = try OutputFile(path: files.file("x"))
            let tensors = shapes.enumerated().map {
                SafetensorsWriter.Description(name: "\($0)", shape: $1)
            }
            _ = try SafetensorsWriter(tensors, as: .float32, to: file, path: "x")
        }
        for shape in [[Int.max, 2], [Int.max / 8]] {
            #expect(throws: WeightsError.tensor(name: "1", .shapeOverflow(shape), path: "x")) {
                try open([[1 << 57], shape])
            }
        }
        // 16 times 2⁵⁹ bytes.
        let large = [1 << 57]
        #expect(throws: WeightsError.tensor(name: "15", .shapeOverflow(large), path: "x")) {
            try open(Array(repeating: large, count: 20))
        }
    }
}
