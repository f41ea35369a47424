import SencFiles
import SencWeights
import TestSupport
import Testing

/// Binary models of fastText against gensim's `load_facebook_vectors`, and models of labels, which
/// gensim does not read, against fastText's own vectors.
@Suite struct FastTextTests {
    private let directory = TemporaryDirectory()

    static let models = ["fasttext", "gensim", "gensim-short", "supervised", "whole"]

    private static func path(_ model: String) -> String { Goldens.path("fasttext/\(model).bin") }

    private func expected(_ name: String) throws -> [Float] {
        try WeightFile(path: Goldens.path("fasttext/vectors.safetensors"))
            .tensor(named: name).floats()
    }

    private func strings(_ key: String, _ name: String? = nil) throws -> [String] {
        let root = try JSON(path: Goldens.path("fasttext/words.json"))
        let list = name.map { root[key]?[$0] } ?? root[key]
        return try #require(list?.elements).compactMap(\.string)
    }

    @Test(arguments: models)
    func knownWordsHaveTheReferencesVectors(model: String) throws {
        let file = try WordVectorFile(path: Self.path(model))
        #expect(file.format == .fastText && file.dimension == 6)
        let words = try strings("known", model)
        #expect((0..<file.count).map(file.word) == words)
        let expected = try expected("\(model).known")
        for (index, word) in words.enumerated() {
            // fastText and gensim do not agree on it.
            if word == "</s>", model == "supervised" { continue }
            let row = expected[index * 6..<(index + 1) * 6]
            #expect(zip(file.vector(index), row).allSatisfy { abs($0 - $1) < 1e-7 }, "\(word)")
        }
        #expect(try file.vectors == (0..<file.count).flatMap(file.vector))
    }

    @Test(arguments: models.dropLast())
    func unknownWordsHaveTheReferencesVectors(model: String) throws {
        let subwords = try #require(WordVectorFile(path: Self.path(model)).subwords)
        let expected = try expected("\(model).unknown")
        for (index, word) in try strings("unknown").enumerated() {
            var vector = [Float](repeating: 9, count: 6)
            vector.withUnsafeMutableBufferPointer { target in
                var word = word
                word.withUTF8 { subwords.copyVector(of: $0, to: target) }
            }
            let row = expected[index * 6..<(index + 1) * 6]
            #expect(zip(vector, row).allSatisfy { abs($0 - $1) < 1e-7 }, "\(word)")
        }
    }

    @Test func aModelSaysWhatItsNGramsAre() throws {
        func subwords(_ model: String) throws -> Subwords {
            try #require(WordVectorFile(path: Self.path(model)).subwords)
        }
        #expect(try subwords("gensim").lengths == 3...6 && subwords("gensim").buckets == 50)
        #expect(try subwords("gensim").leastScalars == 1)
        #expect(try subwords("whole").lengths == nil && subwords("whole").leastScalars == nil)
        #expect(try subwords("supervised").labelCount == 2)
        #expect(try WordVectorFile(path: Goldens.path("static/words.bin")).subwords == nil)
    }

    @Test func aCompressedModelIsReadAsTheSame() throws {
        let path = directory.writeGzip(try Goldens.bytes("fasttext/gensim.bin"), to: "a.bin.gz")
        #expect(WordVectorFile.seemsToBe(path: path))
        let (file, plain) = (
            try WordVectorFile(path: path), try WordVectorFile(path: Self.path("gensim"))
        )
        #expect(file.format == .fastText && file.isCompressed)
        #expect(try file.vectors == plain.vectors)
    }

    // MARK: - Faults

    /// Where values of 32 bits lie in the header.
    private enum Place: Int {
        case version = 4
        case dimension = 8
        case buckets = 40
        case shortest = 44
        case longest = 48
        case entries = 64
        case words = 68
        case labels = 72
    }

    private func changed(_ place: Place, to value: Int32) throws -> [UInt8] {
        var bytes = try Goldens.bytes("fasttext/gensim.bin")
        bytes.replaceSubrange(
            place.rawValue..<(place.rawValue + 4),
            with: withUnsafeBytes(of: value.littleEndian, Array.init))
        return bytes
    }

    private func expect(_ fault: FastTextFault, _ bytes: [UInt8]) {
        let path = directory.write(bytes, to: "a.bin")
        #expect(throws: WeightsError.wordVectors(.fastText(fault), path: path)) {
            try WordVectorFile(path: path)
        }
    }

    @Test func valuesThatNoModelHasAreRefused() throws {
        expect(.unsupportedVersion(13), try changed(.version, to: 13))
        expect(.unsupportedVersion(-1), try changed(.version, to: -1))
        expect(
            .outOfRange(name: "dim", value: 0, allowed: 1...65536), try changed(.dimension, to: 0))
        expect(
            .outOfRange(name: "bucket", value: -5, allowed: 0...(1 << 30)),
            try changed(.buckets, to: -5))
        expect(
            .outOfRange(name: "minn", value: -1, allowed: 0...64), try changed(.shortest, to: -1))
        expect(
            .outOfRange(name: "maxn", value: .init(Int32.max), allowed: 0...64),
            try changed(.longest, to: .max))
        let count = try WordVectorFile(path: Self.path("gensim")).count
        expect(
            .wrongSize(entries: 1, words: count, labels: 0), try changed(.entries, to: 1))
        expect(
            .wrongSize(entries: count, words: count, labels: -3), try changed(.labels, to: -3))
        expect(
            .wrongShape(part: "input matrix", shape: [count + 50, 6], expected: [count + 51, 6]),
            try changed(.buckets, to: 51))
        expect(
            .wrongShape(part: "input matrix", shape: [count + 50, 6], expected: [count + 50, 7]),
            try changed(.dimension, to: 7))
        var bytes = try changed(.entries, to: .max)
        bytes.replaceSubrange(68..<72, with: [0, 0, 0, 0x10])
        bytes.replaceSubrange(72..<76, with: [0xFF, 0xFF, 0xFF, 0x6F])
        expect(.tooManyCounted(entries: Int(Int32.max), bytes: bytes.count), bytes)
    }

    @Test func everyTruncationIsRefused() throws {
        let bytes = try Goldens.bytes("fasttext/gensim-short.bin")
        for count in 4..<bytes.count {
            let path = directory.write(Array(bytes.prefix(count)), to: "a.bin")
            #expect("\(count)") {
                try WordVectorFile(path: path)
            } throws: { error in
                "\(error)".contains("ends inside") || "\(error)".contains("more than its")
            }
        }
        expect(.unusedData(bytes: 1), bytes + [0])
    }

    @Test func quantizedAndPrunedModelsAreRefusedByName() throws {
        var bytes = try Goldens.bytes("fasttext/whole.bin")
        let file = try WordVectorFile(path: Self.path("whole"))
        let matrix = 92 + file.wordByteCount + file.count * 10
        #expect(bytes[matrix] == 0)
        bytes[matrix] = 1
        expect(.quantized, bytes)
        #expect("\(FastTextFault.quantized)".contains(".ftz"))
        bytes[matrix] = 0
        bytes.replaceSubrange(84..<92, with: [5, 0, 0, 0, 0, 0, 0, 0])
        expect(.pruned(count: 5), bytes)
        bytes.replaceSubrange(84..<92, with: [UInt8](repeating: 0xFF, count: 8))
        // The type of the first word.
        let first = try #require(bytes[92...].firstIndex(of: 0))
        bytes[first + 9] = 1
        expect(.wrongType(entry: 1, type: 1), bytes)
    }

    @Test func componentsThatAreNoNumbersAreAFaultOfTheWord() throws {
        var bytes = try Goldens.bytes("fasttext/whole.bin")
        let file = try WordVectorFile(path: Self.path("whole"))
        let matrix = 92 + file.wordByteCount + file.count * 10 + 17
        bytes.replaceSubrange((matrix + 24)..<(matrix + 28), with: [0, 0, 0x80, 0x7F])
        let path = directory.write(bytes, to: "a.bin")
        #expect(throws: WeightsError.wordVectors(.notFinite(word: 2), path: path)) {
            try WordVectorFile(path: path).vectors
        }
    }
}
