import SencWeights
import TestSupport
import Testing

/// Against torch's conversions to float32.
@Suite struct TensorFloatsTests {
    let file: WeightFile
    let expected: WeightFile

    init() throws {
        file = try WeightFile(path: Goldens.path("dtypes.safetensors"))
        expected = try WeightFile(path: Goldens.path("dtypes-expected.safetensors"))
    }

    static let types: [ElementType] = ElementType.allCases.filter {
        $0.isConvertible && $0.elementsPerBlock == 1
    }

    @Test(
        arguments: types.map(\.rawValue) + [
            "F16 patterns", "BF16 patterns", "scalar", "empty", "no columns", "matrix", "cube ñ 漢",
        ])
    func equalTheReference(name: String) throws {
        let tensor = try file.tensor(named: name)
        let reference = try expected.tensor(named: name)
        #expect(tensor.shape == reference.shape)
        let (values, wanted) = (try tensor.floats(), try reference.floats())
        #expect(values.count == wanted.count)
        for (index, (value, wanted)) in zip(values, wanted).enumerated() {
            let isEqual = value.bitPattern == wanted.bitPattern || value.isNaN && wanted.isNaN
            #expect(isEqual, "\(name) \(index): \(value), not \(wanted)")
        }
    }

    @Test(arguments: types)
    func elementTypesAreRecognized(type: ElementType) throws {
        let tensor = try file.tensor(named: type.rawValue)
        #expect(tensor.elementType == type)
        #expect(tensor.byteCount == tensor.elementCount * type.bitWidth / 8)
    }

    @Test(arguments: ["C64", "F8_E4M3", "F8_E5M2"])
    func typesWithoutConversionAreNamed(name: String) throws {
        let tensor = try file.tensor(named: name)
        let type = try #require(ElementType(rawValue: name))
        #expect(tensor.elementType == type)
        #expect(
            throws: WeightsError.tensor(name: name, .notConvertible(type), path: file.path)
        ) { try tensor.floats() }
        #expect(tensor.withUnsafeBytes { $0.count } == tensor.byteCount)
    }

    @Test func rowsAreSlicesOfTheFirstDimension() throws {
        let cube = try file.tensor(named: "cube ñ 漢")
        #expect(try cube.floats(rows: 1..<2) == (12..<24).map(Float.init))
        #expect(try cube.floats(rows: 0..<2) == cube.floats())
        #expect(try cube.floats(rows: 2..<2) == [])
        #expect(try file.tensor(named: "scalar").floats(rows: 0..<1) == [2.5])
        #expect(try file.tensor(named: "empty").floats(rows: 0..<0) == [])
        #expect(try file.tensor(named: "no columns").floats(rows: 1..<3) == [])
    }

    @Test(arguments: [-1..<1, 1..<3, 3..<4, 0..<Int.max, Int.min..<0])
    func rowsThatAreNotThereAreAnError(rows: Range<Int>) throws {
        let cube = try file.tensor(named: "cube ñ 漢")
        let error = WeightsError.tensor(
            name: cube.name, .rowsOutOfRange(rows, count: 2), path: file.path)
        #expect(throws: error) { try cube.floats(rows: rows) }
    }

    @Test func partsAreConvertedInPlace() throws {
        let matrix = try file.tensor(named: "matrix")
        var result = [Float](repeating: -1, count: 6)
        try result.withUnsafeMutableBufferPointer { buffer throws(WeightsError) in
            try matrix.convert(elements: 4..<9, into: buffer)
        }
        #expect(result == [4, 5, 6, 7, 8, -1])
    }

    @Test func dataMayLieAtAnyOffset() throws {
        let directory = TemporaryDirectory()
        for spaces in 0..<8 {
            let header = "{" + Safetensors.entry() + "}" + String(repeating: " ", count: spaces)
            let bytes = Safetensors.file(header, data: [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0])
            let path = directory.write(bytes, to: "\(spaces)")
            #expect(try WeightFile(path: path).tensor(named: "a").floats() == [1, -2])
        }
    }
}
