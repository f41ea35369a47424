import SencFiles
import SencWeights
import TestSupport
import Testing

/// What a file is, by its content alone.
@Suite struct FileKindTests {
    private let directory = TemporaryDirectory()

    private func kind(_ bytes: [UInt8]) throws -> FileKind {
        FileKind(of: try MappedFile(path: directory.write(bytes, to: "a")))
    }

    private func kind(ofGolden name: String) throws -> FileKind {
        FileKind(of: try MappedFile(path: Goldens.path(name)))
    }

    @Test func weightsAreKnownByTheirContent() throws {
        #expect(try kind(ofGolden: "dtypes.safetensors") == .weights(.safetensors))
        #expect(try kind(ofGolden: "weights/types.bin") == .weights(.pyTorch))
        #expect(try kind(ofGolden: "weights/types.gguf") == .weights(.gguf))
        #expect(try kind(ofGolden: "weights/types.onnx") == .weights(.onnx))
        #expect(
            try kind(ofGolden: "tiny-bert-sharded/model.safetensors.index.json")
                == .weights(.safetensors))
    }

    @Test func whatIsNoWeightsHasAName() throws {
        #expect(try kind([]) == .empty)
        #expect(try kind(Array("La lluvia".utf8)) == .text)
        #expect(try kind(Array("version https://git-lfs.github.com/spec/v1\n".utf8)) == .pointer)
        #expect(try kind([0x80, 4, 0x95]) == .pickle(ofGensim: false))
        #expect(try kind([0x80, 4, 0x95] + Array("gensim".utf8)) == .pickle(ofGensim: true))
        #expect(try kind([0x1F, 0x8B, 8, 0]) == .compressed)
        #expect(try kind([0, 1, 2, 3]) == .unknown)
        #expect(try kind([1, 0, 0, 0, 0, 0, 0, 0]) == .unknown)
        #expect("\(try kind(Array("PK\u{3}\u{4}".utf8)))".contains("ZIP"))
        #expect("\(try kind(Array("\u{7F}ELF".utf8)))".contains("ELF"))
        #expect("\(try kind(Array("BZh9".utf8)))".contains("bzip2"))
    }
}
