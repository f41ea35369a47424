internal import SencMath

/// Learns the pieces of a Unigram model and their scores (Kudo 2018): from many seeds, by
/// expectation and maximization with a sparse prior, of which those that the words can best do
/// without are left out until the vocabulary has its size.
///
/// As Hugging Face tokenizers does it, whose pieces these are; its scores differ in the last digits,
/// since it adds what the words say in whatever order they come by.
struct UnigramTrainer {
    private let words: CountedWords
    private let options: TokenizerOptions
    private let workers: WorkerPool
    private let seeds: PieceSeeds
    /// The pieces that are left, in the reference's order.
    private var order: [Int]
    /// By seed; not a number where one was left out.
    private var scores: [Double]
    private var trie: PieceTrie
    /// How many pieces the trie was made of.
    private var trieCount: Int
    private let report: (TokenizerProgress) throws -> Void

    // The reference's.
    private static let rounds = 2
    private static let shrinking = 0.75
    private static let smallestExpectation = 0.5
    private static let unknownPenalty = 10.0
    private static let missingPenalty = 0.0001
    /// Parts that the words are shared out in, whatever the threads: what they say is added in
    /// their order.
    private static let parts = 32

    static func train(
        _ words: CountedWords, _ options: TokenizerOptions, _ workers: WorkerPool,
        _ report: @escaping (TokenizerProgress) throws -> Void
    ) throws -> [(piece: String, score: Double)] {
        let required = Set(words.alphabet).union(options.initialAlphabet)
        try options.checkRoom(forAlphabet: required.count + options.specialTokens.count)
        var trainer = try UnigramTrainer(words, options, workers, report)
        try trainer.run()
        return trainer.result(required.sorted())
    }

    private init(
        _ words: CountedWords, _ options: TokenizerOptions, _ workers: WorkerPool,
        _ report: @escaping (TokenizerProgress) throws -> Void
    ) throws {
        (self.words, self.options, self.workers) = (words, options, workers)
        self.report = report
        seeds = try PieceSeeds(
            words, maximumLength: options.maximumTokenLength ?? 16, workers)
        scores = seeds.scores
        order = Array(0..<seeds.count)
        trie = PieceTrie(seeds, order, symbolCount: words.alphabet.count)
        trieCount = order.count
    }

    /// A tenth more pieces than there are to be, with the unknown one.
    private var wantedCount: Int { options.vocabularySize * 11 / 10 }

    private mutating func run() throws {
        while true {
            for _ in 0..<Self.rounds {
                try report(.pieces(order.count))
                maximize(try expectations())
            }
            let count = order.count
            if count + 1 <= wantedCount { return }
            try report(.pieces(order.count))
            try prune()
            // Nothing can be left out any more.
            if order.count == count { return }
            if 2 * order.count < trieCount {
                trie = PieceTrie(seeds, order, symbolCount: words.alphabet.count)
                trieCount = order.count
            }
        }
    }

    private var lowest: Double { order.reduce(Double.infinity) { min($0, scores[$1]) } }
    private var unknownScore: Double { lowest - Self.unknownPenalty }

    // MARK: - Expectation and maximization

    /// How often each piece is expected in all words.
    private func expectations() throws -> [Double] {
        let (unknown, scores, trie) = (unknownScore, scores, trie)
        let probabilities = scores.map { $0.isFinite ? Double.exp($0) : 0 }
        return try sums { word, count, lattice, sums in
            scores.withUnsafeBufferPointer { lattice.load(word, trie, $0, unknown: unknown) }
            probabilities.withUnsafeBufferPointer {
                lattice.addExpectations(count, $0, unknown: Double.exp(unknown), to: sums)
            }
        }
    }

    private mutating func maximize(_ expected: [Double]) {
        var sum = 0.0
        var kept: [Int] = []
        for piece in order {
            if expected[piece] < Self.smallestExpectation {
                scores[piece] = .nan
            } else {
                kept.append(piece)
                sum += expected[piece]
            }
        }
        order = kept
        let logarithm = Self.digamma(sum)
        for piece in order { scores[piece] = Self.digamma(expected[piece]) - logarithm }
    }

    /// Sums over all words, one for each seed and a last one for the unknown piece.
    private func sums(
        _ body:
            @Sendable (
                _ word: UnsafeBufferPointer<UInt32>, _ count: Double, inout PieceLattice,
                UnsafeMutableBufferPointer<Double>
            ) -> Void
    ) throws -> [Double] {
        let (parts, words, count) = (words.parts(Self.parts), words, seeds.count + 1)
        var total = [Double](repeating: 0, count: count)
        // As many parts at once as there are threads, so that no more sums are held.
        for first in stride(from: 0, to: parts.count, by: workers.threads) {
            let several = parts[first..<min(first + workers.threads, parts.count)]
            let sums = try workers.map(items: several.count) { part in
                var sums = [Double](repeating: 0, count: count)
                var lattice = PieceLattice()
                sums.withUnsafeMutableBufferPointer { sums in
                    words.symbols.withUnsafeBufferPointer { symbols in
                        for word in several[first + part] {
                            body(
                                UnsafeBufferPointer(rebasing: symbols[words.range(of: word)]),
                                Double(words.counts[word]), &lattice, sums)
                        }
                    }
                }
                return sums
            }
            for part in sums {
                for piece in 0..<count { total[piece] += part[piece] }
            }
            try report(.pieces(order.count))
        }
        return total
    }

    /// The derivative of the logarithm of the gamma function.
    private static func digamma(_ x: Double) -> Double {
        var x = x
        var result = 0.0
        while x < 7 {
            result -= 1 / x
            x += 1
        }
        x -= 0.5
        let square = 1 / x * (1 / x)
        let fourth = square * square
        return result + Double.log(x) + 1 / 24.0 * square - 7 / 960.0 * fourth
            + 31 / 8064.0 * fourth * square - 127 / 30720.0 * fourth * fourth
    }

    // MARK: - Pruning

    /// How a piece would be spelled without it.
    private enum Alternative {
        /// In no other way.
        case none
        /// It is spelled better by others even now.
        case better
        /// With these pieces, -1 for the unknown one.
        case pieces([Int32])
    }

    /// Leaves out a quarter of the pieces, those that the likelihood of the words loses least by.
    private mutating func prune() throws {
        let (order, seeds, scores, trie) = (order, seeds, scores, trie)
        let unknown = unknownScore
        let alternatives = try workers.map(items: order.count, grain: 256) { index in
            Self.alternative(to: order[index], seeds, scores, trie, unknown: unknown)
        }
        let unknownPiece = seeds.count
        let counts = try sums { word, count, lattice, sums in
            scores.withUnsafeBufferPointer { lattice.load(word, trie, $0, unknown: unknown) }
            _ = lattice.forEachOfBest { sums[$0 < 0 ? unknownPiece : $0] += count }
        }
        let wordCount = words.counts.reduce(0) { $0 + Double($1) }
        let sum = counts.reduce(0, +)
        let logarithm = Double.log(sum)
        // Kudo adds a piece's count once for each piece but one that takes its place; the reference
        // for each that there is.
        let pieceCount = Double(order.count)
        var kept: [Int] = []
        var candidates: [(piece: Int, loss: Double)] = []
        for (piece, alternative) in zip(order, alternatives) {
            let count = counts[piece]
            switch alternative {
            case .better: if count > 0 { kept.append(piece) }
            case .none: kept.append(piece)
            case .pieces(let others):
                if count == 0 { continue }
                let otherLogarithm = Double.log(sum + count * pieceCount)
                let other = others.reduce(0.0) {
                    let own = counts[$1 < 0 ? unknownPiece : Int($1)]
                    return $0 + (Double.log(own + count) - otherLogarithm)
                }
                let loss = count / wordCount * (Double.log(count) - logarithm - other)
                candidates.append((piece, loss))
            }
        }
        // Both numbers count the unknown piece.
        let limit = max(wantedCount, Int(Double(order.count + 1) * Self.shrinking)) - 1
        let byLoss = candidates.enumerated().sorted {
            ($1.element.loss, $0.offset) < ($0.element.loss, $1.offset)
        }
        for (_, candidate) in byLoss where kept.count < limit { kept.append(candidate.piece) }
        let isKept = Set(kept)
        for piece in order where !isKept.contains(piece) { self.scores[piece] = .nan }
        self.order = kept
    }

    private static func alternative(
        to piece: Int, _ seeds: PieceSeeds, _ scores: [Double], _ trie: PieceTrie, unknown: Double
    ) -> Alternative {
        let range = seeds.range(of: piece)
        if range.count == 1 { return .none }
        var lattice = PieceLattice()
        var others: [Int32] = []
        let sum = seeds.symbols.withUnsafeBufferPointer { symbols in
            scores.withUnsafeBufferPointer {
                lattice.load(
                    UnsafeBufferPointer(rebasing: symbols[range]), trie, $0, unknown: unknown,
                    leavingOut: piece)
            }
            return lattice.forEachOfBest { others.append(Int32($0)) }
        }
        return sum >= scores[piece] ? .better : .pieces(others)
    }

    // MARK: - The result

    /// The pieces that are left, and every character, by their scores.
    private func result(_ required: [UInt32]) -> [(piece: String, score: Double)] {
        func text(_ scalars: some Sequence<UInt32>) -> String {
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars.compactMap(Unicode.Scalar.init))
            return String(text)
        }
        var scoresOfCharacters: [UInt32: Double] = [:]
        for piece in order where seeds.range(of: piece).count == 1 {
            let symbol = seeds.symbols[seeds.range(of: piece).lowerBound]
            scoresOfCharacters[words.alphabet[Int(symbol)]] = scores[piece]
        }
        var pieces: [(piece: String, score: Double)] = []
        let lowest = lowest
        var penalty = 0.0
        for scalar in required {
            if let score = scoresOfCharacters[scalar] {
                pieces.append((text([scalar]), score))
            } else {
                pieces.append((text([scalar]), lowest + penalty))
                penalty += Self.missingPenalty
            }
        }
        let limit = options.vocabularySize - options.specialTokens.count
        for piece in order where seeds.range(of: piece).count > 1 && pieces.count < limit {
            let symbols = seeds.symbols[seeds.range(of: piece)]
            pieces.append((text(symbols.map { words.alphabet[Int($0)] }), scores[piece]))
        }
        return pieces.enumerated().sorted {
            ($1.element.score, $0.offset) < ($0.element.score, $1.offset)
        }.map(\.element)
    }
}
