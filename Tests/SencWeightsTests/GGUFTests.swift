import SencFiles
import SencWeights
import TestSupport
import Testing

/// Against the `gguf` package.
@Suite struct GGUFTests {
    let file: WeightFile
    let expected: WeightFile

    init() throws {
        file = try WeightFile(path: Goldens.path("weights/types.gguf"))
        expected = try WeightFile(path: Goldens.path("weights/types-gguf.safetensors"))
    }

    @Test func everyTypeGivesTheSameBits() throws {
        #expect(file.format == .gguf)
        #expect(Set(file.names) == Set(expected.names))
        for tensor in file.tensors {
            let reference = try expected.tensor(named: tensor.name)
            #expect(tensor.elementType.rawValue == tensor.name)
            #expect(tensor.shape == reference.shape)
            let (values, wanted) = (try tensor.floats(), try reference.floats())
            #expect(values.map(\.bitPattern) == wanted.map(\.bitPattern), "\(tensor.name)")
        }
    }

    @Test(arguments: ["Q4_0", "Q6_K", "BF16"])
    func partsOfBlocksAreConverted(name: String) throws {
        let tensor = try file.tensor(named: name)
        let all = try tensor.floats()
        for range in [0..<1, 5..<40, 31..<33, 250..<520, 767..<768, 3..<3] {
            var result = [Float](repeating: 0, count: range.count)
            try result.withUnsafeMutableBufferPointer { buffer throws(WeightsError) in
                try tensor.convert(elements: range, into: buffer)
            }
            #expect(result == Array(all[range]))
        }
        #expect(try tensor.floats(rows: 1..<2) == Array(all[256..<512]))
    }

    @Test func valuesAreReadByKey() throws {
        #expect(file.metadata["general.architecture"] == "bert")
        let metadata = try #require(file.ggufMetadata)
        #expect(metadata.numbers("numbers") == [1, -2, 3])
        let texts = try #require(metadata.texts("texts"))
        #expect(Array(texts) == [Array("a".utf8), Array("ñ".utf8), []])
        #expect(texts.byteCount == 3 && texts.bytes(at: 1).elementsEqual("ñ".utf8))
        #expect(metadata.texts("numbers") == nil && metadata.numbers("texts") == nil)
    }

    @Test func version2IsReadAlike() throws {
        let directory = TemporaryDirectory()
        var gguf = GGUFFile()
        gguf.version = 2
        #expect(try WeightFile(path: directory.write(gguf.bytes, to: "a"))["a"]?.shape == [8])
    }

    @Test func oneFileInADirectoryIsFound() throws {
        let directory = TemporaryDirectory()
        directory.link(file.path, as: "some.gguf")
        #expect(try WeightFile(path: directory.path).format == .gguf)
        directory.link(file.path, as: "another.gguf")
        let error = WeightsError.severalWeightFiles(
            ["another.gguf", "some.gguf"], directory: directory.path)
        #expect(throws: error) { try WeightFile(path: directory.path) }
        #expect(error.status == .badData && error.description.contains("'some.gguf'"))
    }

    @Test func everyTruncationIsRefused() throws {
        let directory = TemporaryDirectory()
        var gguf = GGUFFile()
        gguf.values = [GGUFFile.array("k", 8, count: 1, GGUFFile.text("x"))]
        let bytes = gguf.bytes
        for count in 0..<bytes.count {
            let path = directory.write(Array(bytes.prefix(count)), to: "a")
            #expect(throws: WeightsError.self) { try WeightFile(path: path) }
        }
    }
}
