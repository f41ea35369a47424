import Foundation
import SencFiles
import SencMath
import SencWeights
import TestSupport
import Testing

@testable import SencTraining

/// Vectors learned from texts that are made up.
@Suite struct WordVectorTests {
    private let directory = TemporaryDirectory()

    /// Sentences of a court and of a farm, in the same forms.
    private static let texts: [String] = {
        var random = SplitMix(seed: 5)
        let court = (
            ["rey", "reina", "monarca"], ["gobierna", "reina", "decreta"],
            ["trono", "palacio", "corona"]
        )
        let farm = (
            ["campesino", "labrador", "pastor"], ["siembra", "ara", "cosecha"],
            ["trigo", "campo", "huerto"]
        )
        return (0..<3000).map { index in
            let (who, does, what) = index % 2 == 0 ? court : farm
            let words = [who, does, what].map { $0.randomElement(using: &random) ?? "" }
            return "El \(words[0]) \(words[1]) en su \(words[2])."
        }
    }()

    private func options(_ change: (inout WordOptions) -> Void = { _ in }) -> WordOptions {
        var options = WordOptions()
        options.sequences.dimension = 24
        options.sequences.subsampling = 0
        change(&options)
        return options
    }

    private static let variants: [(String, @Sendable (inout WordOptions) -> Void)] = [
        ("skip-gram", { _ in }), ("cbow", { $0.sequences.objective = .cbow }),
        ("skip-gram with a tree", { $0.sequences.output = .hierarchicalSoftmax }),
        (
            "cbow with a tree",
            {
                $0.sequences.objective = .cbow
                $0.sequences.output = .hierarchicalSoftmax
            }
        ),
        (
            "n-grams",
            {
                $0.ngrams = 3...5
                $0.buckets = 5000
            }
        ),
        ("subsampling", { $0.sequences.subsampling = 1e-2 }),
    ]

    private func cosine(_ a: String, _ b: String, _ vectors: WordVectors) throws -> Float {
        SimilarityFunction.cosine(
            Array(try #require(vectors[a])), Array(try #require(vectors[b])))
    }

    @Test(arguments: variants.indices)
    func wordsOfAKindAreClose(variant: Int) throws {
        let learned = try WordVectors(
            learning: TrainingTexts(Self.texts), options(Self.variants[variant].1))
        for word in ["rey", "reina"] {
            let near = try cosine(word, "monarca", learned)
            let far = try cosine(word, "campesino", learned)
            #expect(near > far + 0.2, "\(Self.variants[variant].0): \(word) \(near) \(far)")
        }
        #expect(learned.vectors.rows == learned.vocabulary.count && learned.vectors.columns == 24)
        #expect(learned["nadie"] == nil)
    }

    @Test(arguments: variants.indices)
    func threadsChangeNoBit(variant: Int) throws {
        let options = options {
            Self.variants[variant].1(&$0)
            $0.sequences.passes = 1
        }
        let texts = Array(Self.texts.prefix(800))
        let one = try WordVectors(learning: TrainingTexts(texts), options, threads: 1)
        for threads in [2, 3, 7] {
            let other = try WordVectors(learning: TrainingTexts(texts), options, threads: threads)
            #expect(other.vectors == one.vectors, "\(Self.variants[variant].0), \(threads) threads")
        }
        var seeded = options
        seeded.sequences.seed = 2
        let other = try WordVectors(learning: TrainingTexts(texts), seeded, threads: 1)
        #expect(other.vectors != one.vectors)
    }

    @Test func theLossFallsAndProgressIsTold() throws {
        var told: [TrainingProgress] = []
        let learned = try WordVectors(learning: TrainingTexts(Self.texts), options()) {
            told.append($0)
        }
        #expect(told.first?.pass == 0 && told.first?.loss == nil)
        #expect(told.last?.fraction == 1 && told.last?.pass == 5)
        #expect(told.last?.words == 5 * learned.vocabulary.totalCount)
        let losses = told.compactMap(\.loss)
        #expect(try #require(losses.last) < #require(losses.first))
    }

    @Test func theCallersErrorEndsIt() {
        struct Stop: Error {}
        #expect(throws: Stop.self) {
            try WordVectors(learning: TrainingTexts(Self.texts), options()) {
                if $0.pass == 1 { throw Stop() }
            }
        }
        #expect(throws: Stop.self) {
            try WordVectors(learning: TrainingTexts { throw Stop() }, options())
        }
    }

    // MARK: - Files

    @Test(arguments: WordVectorFormat.allCases)
    func filesAreReadAsTheyWereWritten(format: WordVectorFormat) throws {
        let learned = try WordVectors(
            learning: TrainingTexts(Self.texts),
            options {
                $0.sequences.passes = 1
                if format == .fastText {
                    $0.ngrams = 3...4
                    $0.buckets = 1000
                }
            })
        let path = directory.file("words.bin")
        try learned.write(to: path, as: format)
        let file = try WordVectorFile(path: path)
        #expect(file.count == learned.vocabulary.count && file.dimension == 24)
        #expect((0..<file.count).allSatisfy { file.word($0) == learned.vocabulary[$0] })
        for word in 0..<file.count {
            for (a, b) in zip(file.vector(word), learned.vectors[word]) {
                #expect(abs(a - b) <= (format == .fastText ? 1e-6 : 0))
            }
        }
    }

    // MARK: - Errors

    @Test func textsWithoutWordsAreErrors() {
        func fault(_ texts: [String], _ change: (inout WordOptions) -> Void = { _ in })
            -> TrainingError?
        {
            #expect(throws: TrainingError.self) {
                try WordVectors(learning: TrainingTexts(texts), options(change))
            }
        }
        #expect(fault([]) == .emptyVocabulary(seen: 0, minimumCount: 5))
        #expect(fault(["…", ""]) == .emptyVocabulary(seen: 0, minimumCount: 5))
        #expect(fault(["uno dos"]) == .emptyVocabulary(seen: 2, minimumCount: 5))
        #expect(fault(["uno", "dos"]) { $0.minimumCount = 1 } == .noNeighbors)
        #expect(
            fault(["uno uno uno uno uno"]) { $0.sequences.output = .hierarchicalSoftmax }
                == .noNeighbors)
        let texts = Array(Self.texts.prefix(50))
        #expect(
            fault(texts) {
                $0.ngrams = 3...4
                $0.buckets = 1 << 30
                $0.sequences.dimension = 65_536
            } == .tooMany(1 << 30 + 17, dimension: 65_536))
        #expect(
            fault(texts) { $0.sequences.dimension = 0 }
                == .setting("dimension", value: "0", allowed: "1 to 65536"))
        #expect(
            fault(texts) { $0.sequences.output = .negativeSampling(count: -1, exponent: 0.75) }
                == .setting("negatives", value: "-1", allowed: "1 to 1000"))
        #expect(
            fault(texts) { $0.sequences.learningRate = .nan }
                == .setting(
                    "learning rate", value: "nan", allowed: "2.2250738585072014e-308 to 1000.0"))
        guard case .notFinite? = fault(Self.texts, { $0.sequences.learningRate = 1000 }) else {
            Issue.record("steps without bound are no error")
            return
        }
    }

    @Test func textsThatChangeAreAnError() {
        var passes = 0
        let texts = TrainingTexts {
            passes += 1
            var rest = [Array(Self.texts.prefix(passes == 3 ? 99 : 100))]
            return { rest.popLast() ?? [] }
        }
        // What is kept in memory cannot change.
        #expect(throws: TrainingError.changed) {
            try WordVectors(learning: texts, options { $0.keptWords = 0 })
        }
    }

    /// Nearly all are left out, and nothing traps.
    @Test func subsamplingMayBeAsSmallAsANumberCan() {
        #expect(throws: TrainingError.noNeighbors) {
            try WordVectors(
                learning: TrainingTexts(Self.texts), options { $0.sequences.subsampling = 1e-300 })
        }
    }

    @Test func aSingleWordIsLearned() throws {
        let learned = try WordVectors(
            learning: TrainingTexts(["uno uno uno uno uno uno"]), options())
        #expect(learned.vocabulary.count == 1 && learned.vectors.elements.allSatisfy(\.isFinite))
    }
}
