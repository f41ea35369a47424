import Foundation
import SencFiles
import SencMath
import SencTokenizers
import TestSupport
import Testing

@testable import SencTraining

/// Tokenizers that are trained, compared with those that Hugging Face tokenizers trains
/// (`Tests/Goldens/make_trained_tokenizers.py`).
@Suite struct TrainedTokenizerTests {
    struct Golden: Decodable, Sendable {
        var samples: [String]
        var cases: [Case]
    }

    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        var name, kind, split: String
        var `case`, accents: String?
        var vocabulary, minCount: Int
        var alphabet, maxLength: Int?
        var prefix, suffix: String
        var special: [String]
        var tokens: [String]?
        var merges: [[String]]?
        var scores: [Piece]?
        var texts: [[String]]

        var testDescription: String { name }

        var recipe: TokenizerRecipe {
            var recipe = TokenizerRecipe(
                kind == "wordpiece" ? .wordPiece : kind == "unigram" ? .unigram : .bytePair)
            recipe.splitting = TokenizerRecipe.Splitting(rawValue: split)!
            recipe.lowercases = self.case == "lower"
            recipe.stripsAccents = accents.map { $0 == "strip" }
            if kind != "wordpiece" { recipe.continuingPrefix = prefix }
            recipe.endSuffix = suffix
            recipe.furtherTokens = Array(special.dropFirst(5))
            return recipe
        }

        var options: TokenizerOptions {
            var options = TokenizerOptions(TokenizerOptions.Kind(rawValue: kind)!)
            options.vocabularySize = vocabulary
            options.minimumCount = minCount
            options.alphabetLimit = alphabet
            options.maximumTokenLength = maxLength
            options.take(recipe)
            return options
        }
    }

    struct Piece: Decodable, Sendable {
        var piece: String
        /// `nil` if it hangs on chance.
        var score: Double?

        init(from decoder: any Swift.Decoder) throws {
            var container = try decoder.unkeyedContainer()
            piece = try container.decode(String.self)
            score = try container.decodeIfPresent(Double.self)
        }
    }

    static let golden: Golden = try! JSONDecoder().decode(
        Golden.self, from: Data(Goldens.bytes("trained/tokenizers.json")))
    static let texts = try! String(decoding: Goldens.bytes("trained/texts.txt"), as: UTF8.self)
        .split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)

    private func train(
        _ texts: [String], _ each: Case, threads: Int = 2
    ) throws -> TrainedTokenizer {
        try TrainedTokenizer(
            training: TrainingTexts(texts), each.options, cutBy: each.recipe.cutter(),
            threads: threads)
    }

    private func tokenizer(_ trained: TrainedTokenizer, _ each: Case) throws -> Tokenizer {
        try Tokenizer(
            tokenizerJSON: JSON(parsing: each.recipe.document(trained.model)), path: "test")
    }

    // MARK: - The reference

    @Test(arguments: golden.cases) func isTheReferences(_ each: Case) throws {
        let trained = try train(Self.texts, each)
        switch trained.model {
        case .wordPiece(let tokens): #expect(tokens == each.tokens)
        case .bytePair(let tokens, let merges):
            #expect(tokens == each.tokens)
            #expect(merges.map { [tokens[$0.left], tokens[$0.right]] } == each.merges)
        case .unigram(let pieces):
            let expected = try #require(each.scores)
            let found = Dictionary(uniqueKeysWithValues: pieces.map { ($0.piece, $0.score) })
            #expect(found.count == pieces.count)
            #expect(Set(found.keys) == Set(expected.map(\.piece)))
            for piece in expected {
                guard let score = piece.score, let own = found[piece.piece] else { continue }
                #expect(abs(own - score) <= 1e-8 * max(1, abs(score)), "\(piece.piece)")
            }
            let scores = pieces.dropFirst(each.special.count).map(\.score)
            #expect(scores == scores.sorted(by: >))
        }
        let tokenizer = try tokenizer(trained, each)
        for (text, tokens) in zip(Self.golden.samples, each.texts) {
            let ids = tokenizer.encode(text, addSpecialTokens: false).ids
            // What is unknown has its text in the reference's list.
            #expect(
                zip(tokenizer.tokens(for: ids), tokens).allSatisfy {
                    $0 == $1 || $0 == "<unk>" && tokenizer.id(of: $1) == nil
                } && ids.count == tokens.count, "\(text)")
        }
        #expect(tokenizer.vocabularySize == each.vocabulary)
        #expect(trained.tokenCount == each.vocabulary)
    }

    @Test(arguments: ["wordpiece", "bpe", "unigram"])
    func isTheSameWithAnyThreads(_ name: String) throws {
        let each = try #require(Self.golden.cases.first { $0.name == name })
        let documents = try [1, 2, 3].map {
            each.recipe.document(try train(Self.texts, each, threads: $0).model)
        }
        #expect(documents[0] == documents[1])
        #expect(documents[0] == documents[2])
    }

    // MARK: - Special tokens

    @Test func specialTokensStandAroundTexts() throws {
        for (name, first, last) in [
            ("wordpiece", "[CLS]", "[SEP]"), ("bpe", "<s>", "</s>"), ("unigram", "<s>", "</s>"),
        ] {
            let each = try #require(Self.golden.cases.first { $0.name == name })
            let tokenizer = try tokenizer(try train(Self.texts, each), each)
            let tokens = tokenizer.tokens(for: tokenizer.encode("the texts").ids)
            #expect(tokens.first == first && tokens.last == last && tokens.count > 2)
            let pair = tokenizer.tokens(for: tokenizer.encode("the", pair: "texts").ids)
            #expect(pair.count { $0 == last } == (name == "wordpiece" ? 2 : 3))
            #expect(tokenizer.specialTokenIDs.mask != nil)
            #expect(tokenizer.specialTokenIDs.padding != nil)
        }
    }

    @Test func bytePairsKeepAllOfAText() throws {
        let each = try #require(Self.golden.cases.first { $0.name == "bpe" })
        let tokenizer = try tokenizer(try train(["a few words"], each), each)
        for text in Self.texts + ["\u{0}\u{1F}\t x", "𐍈 never seen ☃\u{FE0F}"] {
            #expect(tokenizer.decode(tokenizer.encode(text).ids) == text)
        }
    }

    // MARK: - Odd texts

    private static let odd: [[String]] = [
        ["\u{0}", "a\u{0}b a\u{0}b", "\u{FFFD}\u{FFFD}"], ["a"], ["aa aa"],
        ["<UNK> <unk> [UNK] <s>", "▁ ▁▁ ▁a"], [String(repeating: "ab", count: 20_000)],
        [String(repeating: "界", count: 3_000) + String(repeating: "z", count: 3_000)],
        ["e\u{301}\u{301}\u{301}\u{301} 👨‍👩‍👧 \u{200D}\u{200D}", "𝔘𝔫𝔦 Ⅻ ½"],
    ]

    @Test(arguments: ["wordpiece", "bpe", "unigram", "bpe with ends", "bpe of short tokens"])
    func trainsOnOddTexts(_ name: String) throws {
        for texts in Self.odd {
            var each = try #require(Self.golden.cases.first { $0.name == name })
            each.vocabulary = 1500
            let trained: TrainedTokenizer
            do {
                trained = try train(texts, each)
            } catch TrainingError.emptyVocabulary {
                // All of it is cleaned away.
                continue
            }
            let tokenizer = try tokenizer(trained, each)
            for text in texts where text.utf8.count < 1000 {
                _ = tokenizer.decode(tokenizer.encode(text).ids)
            }
            #expect(trained.tokenCount <= 1500)
        }
    }

    @Test func whatCannotBeTrainedIsAnError() throws {
        var each = try #require(Self.golden.cases.first { $0.name == "wordpiece" })
        #expect(throws: TrainingError.emptyVocabulary(seen: 0, minimumCount: 0)) {
            _ = try train([], each)
        }
        #expect(throws: TrainingError.emptyVocabulary(seen: 0, minimumCount: 0)) {
            _ = try train(["", "  "], each)
        }
        each.special = Array(each.special.prefix(5))
        each.vocabulary = 8
        #expect(throws: TrainingError.smallVocabulary(8, needed: 10)) {
            _ = try train(["abc"], each)
        }
        each.vocabulary = 10
        #expect(try train(["abc"], each).tokenCount == 10)
        var pieces = try #require(Self.golden.cases.first { $0.name == "unigram" })
        pieces.vocabulary = 8
        #expect(throws: TrainingError.smallVocabulary(8, needed: 9)) {
            _ = try train(["abc"], pieces)
        }
        for vocabulary in [0, -1, Int.max] {
            each.vocabulary = vocabulary
            #expect(throws: TrainingError.self) { _ = try train(["abc"], each) }
        }
        each.vocabulary = 100
        for length in [0, Int.max] {
            each.maxLength = length
            #expect(throws: TrainingError.self) { _ = try train(["abc"], each) }
        }
    }

    private struct Stop: Error {}

    @Test func canBeLeft() throws {
        for each in Self.golden.cases {
            #expect(throws: Stop.self) {
                _ = try TrainedTokenizer(
                    training: TrainingTexts(Self.texts), each.options,
                    cutBy: each.recipe.cutter(), threads: 2
                ) { if case .words = $0 {} else { throw Stop() } }
            }
        }
    }

    // MARK: - Parts

    @Test func expectationsOfLongWordsAreThoseOfShortOnes() throws {
        // Twenty times the same word without an end: each piece is expected twenty times as often,
        // though the word's probability is none that a Double has.
        let words = CountedWords(counting: ["abab", "abba", "ba"])
        let seeds = try PieceSeeds(words, maximumLength: 16, WorkerPool(threads: 1))
        let trie = PieceTrie(seeds, Array(0..<seeds.count), symbolCount: words.alphabet.count)
        let scores = seeds.scores.map { $0 - 20 }
        let probabilities = scores.map { Double.exp($0) }
        func expectations(_ word: [UInt32]) -> [Double] {
            var lattice = PieceLattice()
            var sums = [Double](repeating: 0, count: seeds.count)
            word.withUnsafeBufferPointer { word in
                scores.withUnsafeBufferPointer { lattice.load(word, trie, $0, unknown: -50) }
            }
            sums.withUnsafeMutableBufferPointer { sums in
                probabilities.withUnsafeBufferPointer {
                    lattice.addExpectations(1, $0, unknown: Double.exp(-50), to: sums)
                }
            }
            return sums
        }
        let short = expectations([0, 0, 0])
        let long = expectations([UInt32](repeating: 0, count: 60))
        for (short, long) in zip(short, long) { #expect(abs(20 * short - long) < 1e-9) }
    }

    @Test func theMostFrequentPairIsFirst() {
        var queue = MergeQueue()
        let entries: [(UInt64, UInt64, Int32)] = [
            (3, 7, 0), (5, 9, 1), (5, 2, 2), (5, 2, 3), (1, 1, 4), (9, 4, 5), (3, 6, 6),
        ]
        for (count, pair, list) in entries {
            queue.push(MergeQueue.Entry(count: count, pair: pair, list: list))
        }
        var lists: [Int32] = []
        while let entry = queue.pop() { lists.append(entry.list) }
        #expect(lists == [5, 3, 2, 1, 6, 0, 4])
    }
}

extension CountedWords {
    fileprivate init(counting words: [String]) {
        var counter = WordCounter(capacity: .max)
        for word in words { Array(word.utf8).withUnsafeBufferPointer { _ = counter.add($0) } }
        self.init(counter)
    }
}
