import SencWeights
import TestSupport
import Testing

/// Against torch's own reading.
@Suite struct PyTorchArchiveTests {
    @Test func holdsWhatSafetensorsHold() throws {
        let original = try WeightFile(path: Goldens.path("tiny-bert"))
        let archive = try WeightFile(path: Goldens.path("weights/pytorch_model.bin"))
        #expect(archive.format == .pyTorch && !archive.isSharded)
        #expect(archive.count == 37)
        for tensor in archive.tensors {
            #expect(tensor.strides == nil)
            #expect(try tensor.floats() == original.tensor(named: tensor.name).floats())
        }
    }

    @Test func shardsHoldWhatTheSingleFileHolds() throws {
        let whole = try WeightFile(path: Goldens.path("weights/pytorch_model.bin"))
        let sharded = try WeightFile(path: Goldens.path("weights/sharded"))
        #expect(sharded.format == .pyTorch && sharded.isSharded)
        #expect(Set(sharded.names) == Set(whole.names))
        for tensor in sharded.tensors {
            #expect(try tensor.floats() == whole.tensor(named: tensor.name).floats())
        }
    }

    @Test func everyElementTypeAndFormIsReadAsTorchReadsIt() throws {
        let archive = try WeightFile(path: Goldens.path("weights/types.bin"))
        let expected = try WeightFile(path: Goldens.path("weights/types-expected.safetensors"))
        #expect(Set(archive.names) == Set(expected.names))
        for tensor in archive.tensors {
            let reference = try expected.tensor(named: tensor.name)
            #expect(tensor.shape == reference.shape)
            let (values, wanted) = (try tensor.floats(), try reference.floats())
            #expect(values.count == wanted.count)
            for (value, wanted) in zip(values, wanted) {
                let isEqual = value.bitPattern == wanted.bitPattern || value.isNaN && wanted.isNaN
                #expect(isEqual, "\(tensor.name): \(value), not \(wanted)")
            }
        }
        #expect(archive["wide transposed"]?.strides == [1, 40])
        #expect(archive["parameter"]?.elementType == .float32)
    }

    @Test(arguments: ["wide transposed", "permuted", "part"])
    func rowsOfTensorsThatAreNotContiguous(name: String) throws {
        let tensor = try WeightFile(path: Goldens.path("weights/types.bin")).tensor(named: name)
        let all = try tensor.floats()
        let width = all.count / tensor.shape[0]
        for first in 0..<tensor.shape[0] {
            for last in first...min(first + 18, tensor.shape[0]) {
                #expect(
                    try tensor.floats(rows: first..<last)
                        == Array(all[(first * width)..<(last * width)]))
            }
        }
    }

    @Test func theFormatIsToldByContent() throws {
        let directory = TemporaryDirectory()
        let bytes = try Goldens.bytes("weights/pytorch_model.bin")
        #expect(try WeightFile(path: directory.write(bytes, to: "a.onnx")).format == .pyTorch)
    }

    @Test func safetensorsArePreferred() throws {
        let directory = TemporaryDirectory()
        directory.link(Goldens.path("weights/pytorch_model.bin"), as: "pytorch_model.bin")
        #expect(try WeightFile(path: directory.path).format == .pyTorch)
        directory.link(Goldens.path("tiny-bert/model.safetensors"), as: "model.safetensors")
        #expect(try WeightFile(path: directory.path).format == .safetensors)
    }

    @Test(arguments: [false, true])
    func archivesOfMoreThanFourGigabytesAreRead(isWide: Bool) throws {
        let directory = TemporaryDirectory()
        var zip = ZipFile(
            pickle: Pickle.dictionary(Pickle.tensor()),
            storages: ["0": [1, 2, 3, 4].flatMap { le(Float($0).bitPattern) }])
        zip.isWide = true
        zip.comment = Array("a comment".utf8)
        for index in zip.entries.indices { zip.entries[index].isWide = isWide }
        let file = try WeightFile(path: directory.write(zip.bytes, to: "a"))
        #expect(try file.tensor(named: "a").floats() == [1, 2, 3, 4])
    }

    @Test func everyTruncationIsRefused() throws {
        let directory = TemporaryDirectory()
        let zip = ZipFile(
            pickle: Pickle.dictionary(Pickle.tensor()),
            storages: ["0": [UInt8](repeating: 0, count: 16)])
        let bytes = zip.bytes
        for count in 0..<bytes.count {
            let path = directory.write(Array(bytes.prefix(count)), to: "a")
            #expect(throws: WeightsError.self) { try WeightFile(path: path) }
        }
    }
}
