import Foundation
import SencFiles
import SencWeights
import TestSupport
import Testing

/// Files changed at random are refused, or are what they say; nothing traps, hangs or reads what
/// is not there. `SENC_MUTATIONS` says how many are tried.
@Suite struct MutationTests {
    static let count =
        ProcessInfo.processInfo.environment["SENC_MUTATIONS"].flatMap(Int.init) ?? 500

    @Test func safetensorsFilesChangedAtRandom() throws {
        let directory = TemporaryDirectory()
        let original = [UInt8](
            try Data(contentsOf: URL(fileURLWithPath: Goldens.path("dtypes.safetensors"))))
        let small = Safetensors.file(
            #"{"__metadata__":{"k":"v"},"# + Safetensors.entry("a", "F16", "[2,2]", "[0,8]") + ","
                + Safetensors.entry("b", "I64", "[1]", "[8,16]") + "}  ", data: 16)
        var mutator = Mutator(seed: 2)
        var accepted = 0
        for round in 0..<Self.count {
            let bytes = mutator.mutate(round.isMultiple(of: 2) ? original : small)
            let path = directory.write(bytes, to: "a")
            if let file = try open(path) {
                accepted += 1
                try checkIsSound(file, of: bytes.count)
            }
        }
        #expect(accepted > 0 && accepted < Self.count)
    }

    @Test func shardIndexesChangedAtRandom() throws {
        let directory = TemporaryDirectory()
        for name in ["a", "b"] {
            let shard = Safetensors.file("{" + Safetensors.entry(name) + "}", data: 8)
            directory.write(shard, to: "\(name).safetensors")
        }
        let json = #"{"metadata":{},"weight_map":{"a":"a.safetensors","b":"b.safetensors"}}"#
        var mutator = Mutator(seed: 3)
        var accepted = 0
        for _ in 0..<Self.count {
            directory.write(mutator.mutate(Array(json.utf8)), to: WeightFile.indexName)
            if let file = try open(directory.path) {
                accepted += 1
                #expect(file.count <= 2)
            }
        }
        #expect(accepted > 0 && accepted < Self.count)
    }

    @Test(arguments: [
        ("PyTorch archives", "weights/types.bin", 4 as UInt64),
        ("GGUF files", "weights/types.gguf", 5),
        ("GGUF files with a tokenizer", "weights/nomic-bert.gguf", 6),
        ("ONNX files", "weights/types.onnx", 7),
        ("ONNX files with a graph", "weights/onnx/newer.onnx", 8),
    ])
    func filesOfOtherFormatsChangedAtRandom(_ name: String, golden: String, seed: UInt64) throws {
        let directory = TemporaryDirectory()
        let original = try Goldens.bytes(golden)
        // Without what it keeps beside it a file would be refused whatever is changed.
        let external = try? Goldens.bytes(golden + ".data")
        if let external { directory.write(external, to: "newer.onnx.data") }
        var mutator = Mutator(seed: seed)
        var accepted = 0
        for _ in 0..<Self.count {
            let bytes = mutator.mutate(original)
            if let file = try open(directory.write(bytes, to: "a")) {
                accepted += 1
                for tensor in file.tensors where tensor.elementType.isConvertible {
                    #expect(tensor.byteCount <= max(bytes.count, external?.count ?? 0))
                    #expect(try tensor.floats().count == tensor.elementCount)
                }
            }
        }
        #expect(accepted > 0 && accepted < Self.count, "\(name): \(accepted) accepted")
    }

    @Test(arguments: [
        ("fasttext/gensim.bin", 9 as UInt64), ("fasttext/supervised.bin", 10),
        ("static/words.bin", 11), ("static/words.vec", 12),
    ])
    func wordVectorsChangedAtRandom(golden: String, seed: UInt64) throws {
        let directory = TemporaryDirectory()
        let original = try Goldens.bytes(golden)
        var mutator = Mutator(seed: seed)
        var accepted = 0
        for _ in 0..<Self.count {
            let bytes = mutator.mutate(original)
            do {
                let file = try WordVectorFile(path: directory.write(bytes, to: "a.bin"))
                accepted += 1
                #expect(file.count <= bytes.count && file.wordByteCount <= bytes.count)
                for word in 0..<file.count {
                    #expect(file.vector(word).count == file.dimension)
                    #expect(!file.word(word).isEmpty || file.wordByteCount < bytes.count)
                }
            } catch {
                #expect(!error.description.contains { $0.isNewline })
            }
        }
        #expect(accepted > 0 && accepted < Self.count, "\(accepted) accepted")
    }

    /// Whatever is refused must be so with an error of one line.
    func open(_ path: String) throws -> WeightFile? {
        do {
            return try WeightFile(path: path)
        } catch {
            #expect(!error.description.contains { $0.isNewline })
            return nil
        }
    }

    func checkIsSound(_ file: WeightFile, of size: Int) throws {
        #expect(file.tensors.reduce(0) { $0 + $1.byteCount } <= size)
        for tensor in file.tensors {
            #expect(tensor.shape.reduce(1, *) == tensor.elementCount)
            #expect(tensor.elementCount * tensor.elementType.bitWidth == tensor.byteCount * 8)
            if tensor.elementType.isConvertible {
                #expect(try tensor.floats().count == tensor.elementCount)
            } else {
                #expect(tensor.withUnsafeBytes { $0.reduce(0, ^) } <= UInt8.max)
            }
        }
    }
}
