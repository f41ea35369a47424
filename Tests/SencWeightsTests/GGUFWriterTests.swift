import SencFiles
import SencWeights
import TestSupport
import Testing

/// Files that are written are read as they were meant.
@Suite struct GGUFWriterTests {
    private let directory = TemporaryDirectory()
    private static let values: [(key: String, value: GGUFWriter.Value)] = [
        ("general.architecture", .text("bert")), ("whole", .uint32(.max)), ("long", .int64(-5)),
        ("number", .float32(0.1)), ("double", .float64(0.1)), ("yes", .bool(true)),
        ("bytes", .bytes([0, 255])), ("integers", .int32s([1, -2, 3])),
        ("floats", .float32s([0.5, -1])), ("texts", .texts([Array("ñ".utf8), []])),
        ("tokenizer.huggingface.json", .text("{}")),
    ]
    private static let tensors = [
        GGUFWriter.TensorDescription(name: "a", type: .float32, shape: [3]),
        .init(name: "b", type: .q80, shape: [2, 64]),
        .init(name: "c", type: .float16, shape: [1, 5]),
        .init(name: "d", type: .q40, shape: [1, 32]), .init(name: "e", type: .float32, shape: [2]),
    ]

    /// The bytes of each tensor are its number.
    private func write(
        _ name: String, values: [(key: String, value: GGUFWriter.Value)] = values
    ) throws -> String {
        let output = try OutputFile(path: directory.file(name))
        try GGUFWriter(values: values, tensors: Self.tensors).write(to: output) { index, sink in
            // In two pieces, as tensors come in runs of rows.
            let count = Self.tensors[index].byteCount
            for part in [count / 2, count - count / 2] {
                let bytes = [UInt8](repeating: UInt8(index + 1), count: part)
                try bytes.withUnsafeBytes { try sink($0) }
            }
        }
        try output.commit()
        return directory.file(name)
    }

    @Test func tensorsAndValuesAreReadBack() throws {
        let file = try WeightFile(path: try write("a.gguf"))
        #expect(file.format == .gguf && file.names == ["a", "b", "c", "d", "e"])
        for (index, (tensor, written)) in zip(file.tensors, Self.tensors).enumerated() {
            #expect(tensor.shape == written.shape && tensor.elementType == written.type)
            #expect(tensor.byteCount == written.byteCount)
            tensor.withUnsafeBytes { bytes in
                #expect(bytes.allSatisfy { $0 == index + 1 } && bytes.count == written.byteCount)
            }
        }
        let metadata = try #require(file.ggufMetadata)
        #expect(file.metadata["general.architecture"] == "bert")
        #expect(file.metadata["whole"] == "4294967295" && file.metadata["long"] == "-5")
        #expect(file.metadata["number"] == String(Double(Float(0.1))))
        #expect(file.metadata["double"] == "0.1" && file.metadata["yes"] == "true")
        #expect(metadata.bytes("bytes") == [0, 255])
        #expect(metadata.numbers("integers") == [1, -2, 3])
        #expect(metadata.numbers("floats") == [0.5, -1])
        #expect(metadata.texts("texts").map(Array.init) == [Array("ñ".utf8), []])
        #expect(metadata.document("tokenizer.huggingface.json") == Array("{}".utf8))
        #expect(metadata.document("general.architecture") == nil)
    }

    @Test func theSameGivesTheSameBytes() throws {
        let first = try FileContents.bytes(of: write("a.gguf"), limit: 1 << 20)
        let second = try FileContents.bytes(of: write("b.gguf"), limit: 1 << 20)
        #expect(first == second && first.count % 32 == 0)
    }

    @Test func valuesAreCopied() throws {
        let metadata = try #require(try WeightFile(path: write("a.gguf")).ggufMetadata)
        let copies = Self.values.compactMap { key, _ in metadata.copy(of: key).map { (key, $0) } }
        #expect(copies.count == Self.values.count && metadata.copy(of: "none") == nil)
        let copy = try FileContents.bytes(of: write("b.gguf", values: copies), limit: 1 << 20)
        #expect(try FileContents.bytes(of: directory.file("a.gguf"), limit: 1 << 20) == copy)
    }

    /// A text of a tokenizer may be longer than others.
    @Test func aDocumentIsLongerThanATextMayBe() throws {
        let long = String(repeating: " ", count: 2 << 20)
        let path = try write("a.gguf", values: [("tokenizer.huggingface.json", .text(long))])
        let metadata = try #require(try WeightFile(path: path).ggufMetadata)
        #expect(metadata.document("tokenizer.huggingface.json")?.count == 2 << 20)
        let other = try write("b.gguf", values: [("tokenizer.huggingface", .text(long))])
        #expect(throws: WeightsError.gguf(.textTooLong(bytes: 2 << 20), path: other)) {
            try WeightFile(path: other)
        }
    }
}
