import Senc
import SencMath
import TestSupport
import Testing

/// A text's vector is bit-identical whatever surrounds it.
@Suite struct BatchInvarianceTests {
    private static let texts = (1...45).map { index in
        // Lengths from a word to beyond the limit, in no order.
        (0..<(index * 37 % 71)).map { "palabra\($0 * index % 13)" }.joined(separator: " ")
    }

    private func bits(_ embeddings: some Sequence<Embedding>) -> [[UInt32]] {
        embeddings.map { $0.vector.map(\.bitPattern) }
    }

    @Test(
        arguments: ["/Weights/all-MiniLM-L6-v2", "/Tests/Goldens/tiny-bert"], Backend.allCases)
    func vectorsDoNotDependOnTheBatchOrTheThreads(model: String, backend: Backend) throws {
        let path = Goldens.repository + model
        let texts = Self.texts
        let single = try SentenceEncoder(model: path, backend: backend, threads: 1)
        let together = bits(try single.encode(texts))
        let alone = try texts.indices.filter { $0 % 7 == 0 }.map {
            ($0, try single.encode(texts[$0]))
        }
        for (index, embedding) in alone {
            #expect(embedding.vector.map(\.bitPattern) == together[index])
        }
        #expect(bits(try single.encode(texts.reversed()).reversed()) == together)
        for threads in [2, 3] {
            let encoder = try SentenceEncoder(model: path, backend: backend, threads: threads)
            #expect(bits(try encoder.encode(texts)) == together)
            #expect(bits(try encoder.encode(Array(texts[10..<31]))) == Array(together[10..<31]))
        }
    }

    @Test(arguments: [Precision.bfloat16, .int8])
    func vectorsDoNotDependOnTheBatchInAnyPrecision(precision: Precision) throws {
        let path = Goldens.repository + "/Weights/all-MiniLM-L6-v2"
        let encoder = try SentenceEncoder(model: path, precision: precision, threads: 2)
        let together = bits(try encoder.encode(Self.texts))
        #expect(bits(try encoder.encode(Self.texts.reversed()).reversed()) == together)
        for index in stride(from: 0, to: Self.texts.count, by: 7) {
            let alone = try encoder.encode(Self.texts[index])
            #expect(alone.vector.map(\.bitPattern) == together[index])
        }
    }

    /// The bits of texts that some threads compute together, text by text and all at once.
    private func bits(_ encoder: SentenceEncoder, threads: Int) throws -> [[UInt32]] {
        let options = EncodingOptions()
        let texts = [Self.texts[3], Self.texts[8], "palabra"]
        return try (texts.map { [$0] } + [texts]).flatMap { texts in
            let prepared = try encoder.prepare(
                encoder.tokenize(texts, options: options), options: options)
            encoder.compute(
                prepared.sequences.indices.map { (prepared, $0) }, threads: threads)
            return bits(try encoder.embeddings(of: prepared))
        }
    }

    @Test(arguments: FamilyTests.models)
    func threadsThatWorkTogetherChangeNoBit(model: FamilyTests.Model) throws {
        let encoder = try SentenceEncoder(model: model.path, threads: 1)
        let alone = try bits(encoder, threads: 1)
        for threads in [2, 3, 8] { #expect(try bits(encoder, threads: threads) == alone) }
    }

    @Test(arguments: Precision.allCases)
    func threadsThatWorkTogetherChangeNoBitInAnyPrecision(precision: Precision) throws {
        var backends: [(Backend, WeightPacking)] = [(.packed, .ahead), (.packed, .eachUse)]
        if precision == .float32 { backends.append((.blas, .ahead)) }
        for (backend, packing) in backends {
            let encoder = try SentenceEncoder(
                model: Goldens.repository + "/Weights/all-MiniLM-L6-v2", precision: precision,
                backend: backend, packing: packing, threads: 1)
            let alone = try bits(encoder, threads: 1)
            for threads in [2, 3, 8] { #expect(try bits(encoder, threads: threads) == alone) }
        }
    }

    /// What texts of several lengths share: tables of angles, panels, maps of words.
    @Test(
        arguments: [
            "tiny-bert", "families/gte-scaled", "families/nomic-bert", "families/jina-bert",
            "static/model2vec", "static/words.bin", "fasttext/fasttext.bin",
        ], Backend.allCases)
    func manyThreadsMayUseOneEncoder(model: String, backend: Backend) throws {
        let encoder = try SentenceEncoder(
            model: Goldens.path(model), backend: backend, threads: 2)
        let texts = Self.texts
        let expected = bits(try encoder.encode(texts))
        try WorkerPool(threads: 4).forEach(items: 40) { item, _ in
            let range = (item % 25)..<(item % 25 + 20)
            let part = bits(try encoder.encode(Array(texts[range])))
            #expect(part == Array(expected[range]))
        }
    }
}
