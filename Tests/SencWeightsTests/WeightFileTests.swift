import Foundation
import SencFiles
import SencWeights
import TestSupport
import Testing

@Suite struct WeightFileTests {
    @Test func listsNamesShapesAndMetadata() throws {
        let file = try WeightFile(path: Goldens.path("dtypes.safetensors"))
        #expect(file.format == .safetensors)
        #expect(file.count == file.names.count)
        #expect(Set(file.names).count == file.count)
        #expect(file.metadata == ["note": "línea\n\"dos\"", "n": "1"])
        #expect(file["matrix"]?.shape == [4, 3])
        #expect(file["scalar"]?.shape == [])
        #expect(file["no columns"]?.elementCount == 0)
        #expect(file["absent"] == nil)
        #expect(file["__metadata__"] == nil)
    }

    @Test func namesThatAreCanonicallyEqualAreTwo() throws {
        let files = TemporaryDirectory()
        let path = files.write(
            Safetensors.file(
                "{" + Safetensors.entry("\u{E9}", "U8", "[3]", "[0,3]") + ","
                    + Safetensors.entry("e\u{301}", "U8", "[5]", "[3,8]") + "}", data: 8),
            to: "model.safetensors")
        let file = try WeightFile(path: path)
        #expect(file["\u{E9}"]?.shape == [3])
        #expect(file["e\u{301}"]?.shape == [5])
    }

    @Test func missingTensorIsNamed() throws {
        let file = try WeightFile(path: Goldens.path("dtypes.safetensors"))
        let error = WeightsError.tensor(name: "absent", .missing, path: file.path)
        #expect(throws: error) { try file.tensor(named: "absent") }
        #expect(error.description == "tensor 'absent' is missing (\(file.path))")
        #expect(error.status == .badData)
    }

    @Test(arguments: ["tiny-bert", "tiny-bert/", "tiny-bert/model.safetensors"])
    func opensADirectoryOrAFile(name: String) throws {
        let file = try WeightFile(path: Goldens.path(name))
        #expect(file.path == Goldens.path("tiny-bert/model.safetensors"))
        #expect(file["embeddings.word_embeddings.weight"]?.shape == [169, 32])
    }

    @Test func opensTheEmbeddedModel() throws {
        let file = try WeightFile(path: Goldens.path("../../Weights/all-MiniLM-L6-v2"))
        #expect(file.count == 103)
        let words = try file.tensor(named: "embeddings.word_embeddings.weight")
        #expect(words.elementType == .float16)
        #expect(words.shape == [30522, 384])
        #expect(try words.floats(rows: 30521..<30522).count == 384)
    }

    @Test func aTensorKeepsItsFileMapped() throws {
        let directory = TemporaryDirectory()
        let data: [UInt8] = [0, 0, 0x80, 0x3F, 0, 0, 0, 0]
        let path = directory.write(
            Safetensors.file("{" + Safetensors.entry() + "}", data: data), to: "a")
        let tensor = try WeightFile(path: path).tensor(named: "a")
        try FileManager.default.removeItem(atPath: path)
        #expect(try tensor.floats() == [1, 0])
    }

    @Test func emptyDirectoryHasNoWeights() throws {
        let directory = TemporaryDirectory()
        let error = #expect(throws: WeightsError.self) { try WeightFile(path: directory.path) }
        #expect(
            error?.description
                == "no weights: none of model.safetensors, model.safetensors.index.json, "
                + "pytorch_model.bin, pytorch_model.bin.index.json, *.gguf, model.onnx, "
                + "onnx/model.onnx (\(directory.path))")
        #expect(error?.status == .noInput)
    }

    @Test func absentFileIsNotFound() {
        let path = Goldens.path("absent.safetensors")
        #expect(throws: WeightsError.file(.notFound(path: path))) { try WeightFile(path: path) }
    }

    @Test func onlyRegularFilesAreRead() throws {
        #expect(throws: WeightsError.file(.notRegular(path: "/dev/zero"))) {
            try WeightFile(path: "/dev/zero")
        }
        let directory = TemporaryDirectory()
        let inner = directory.path + "/model.safetensors"
        try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: false)
        #expect(throws: WeightsError.file(.notRegular(path: inner))) {
            try WeightFile(path: directory.path)
        }
        let pipe = directory.path + "/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(throws: WeightsError.file(.notRegular(path: pipe))) { try WeightFile(path: pipe) }
    }
}
