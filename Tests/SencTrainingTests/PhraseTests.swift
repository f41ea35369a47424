import Foundation
import TestSupport
import Testing

@testable import SencTraining

/// Words that are joined to phrases, against gensim's.
@Suite struct PhraseTests {
    private struct Golden: Decodable {
        struct Setting: Decodable {
            let rounds: Int
            let minCount: Int
            let threshold: Double
            let phrases: [[[String]]]
            let sentences: [String]
        }

        let texts: [String]
        let settings: [Setting]
    }

    private static let golden: Golden = {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try! decoder.decode(Golden.self, from: Data(Goldens.bytes("training/phrases.json")))
    }()

    private let directory = TemporaryDirectory()

    private func options(_ setting: Golden.Setting) -> WordOptions {
        var options = WordOptions()
        options.rule = .whitespace
        options.minimumCount = 1
        var phrases = PhraseOptions()
        phrases.rounds = setting.rounds
        phrases.discount = setting.minCount
        phrases.threshold = setting.threshold
        phrases.temporaryDirectory = directory.path
        options.phrases = phrases
        return options
    }

    @Test(arguments: golden.settings.indices)
    func theyAreGensims(index: Int) throws {
        let setting = Self.golden.settings[index]
        for threads in [1, 2, 3] {
            let corpus = try WordCorpus(
                TrainingTexts(Self.golden.texts), options(setting), threads: threads
            ) { _ in }
            #expect(corpus.phraseCount == setting.phrases.reduce(0) { $0 + $1.count })
            var sentences: [String] = []
            try corpus.forEachBatch { batch in
                var start = 0
                for end in batch.ends {
                    let words = batch.ids[start..<end].map { corpus.vocabulary[Int($0)] }
                    sentences.append(words.joined(separator: " "))
                    start = end
                }
            }
            #expect(sentences == setting.sentences)
        }
    }

    @Test func memoryChangesNoPhrase() throws {
        var options = options(Self.golden.settings[1])
        options.phrases?.memory = 1 << 20
        let texts = Self.golden.texts
        let corpus = try WordCorpus(TrainingTexts(texts), options, threads: 2) { _ in }
        #expect(
            corpus.phraseCount == Self.golden.settings[1].phrases.reduce(0) { $0 + $1.count })
    }

    @Test func phrasesHaveVectors() throws {
        var options = WordOptions()
        options.minimumCount = 1
        options.sequences.subsampling = 0
        options.phrases = PhraseOptions()
        let texts = (0..<200).flatMap {
            ["voy a Nueva York hoy", "la \(["casa", "cosa", "copa"][$0 % 3]) nueva \($0 % 40)"]
        }
        var told: [TrainingProgress] = []
        options.phrases?.threshold = 0.2
        let words = try WordVectors(learning: TrainingTexts(texts), options) { told.append($0) }
        #expect(words["nueva_york"] != nil && words.phraseCount > 0)
        #expect(told.contains { $0.subject == .phrases && $0.words > 1000 })
    }

    @Test(
        arguments: [
            { $0.rounds = 0 }, { $0.discount = -1 }, { $0.threshold = -1 }, { $0.threshold = .nan },
            { $0.memory = 5 },
        ] as [@Sendable (inout PhraseOptions) -> Void])
    func settingsAreChecked(change: @Sendable (inout PhraseOptions) -> Void) {
        var options = WordOptions()
        var phrases = PhraseOptions()
        change(&phrases)
        options.phrases = phrases
        #expect(throws: TrainingError.self) {
            try WordVectors(learning: TrainingTexts(["a b"]), options)
        }
    }

    /// Texts that are cut by another than the options.
    @Test func wordsMayBeCutByOthers() throws {
        var options = WordOptions()
        options.minimumCount = 1
        let texts = TrainingTexts(
            TrainingTexts(["ab", "ba"]),
            cutBy: { text, body in
                for index in text.indices {
                    body(UnsafeBufferPointer(rebasing: text[index...index]))
                }
            })
        let corpus = try WordCorpus(texts, options, threads: 1) { _ in }
        #expect(corpus.vocabulary.count == 2 && corpus.vocabulary.totalCount == 4)
    }
}
