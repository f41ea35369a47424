package import SencMath
package import SencVectors

/// The hard negatives of anchors that have positives, chosen as sentence-transformers'
/// `mine_hard_negatives` does, by exact search.
package struct HardNegatives: Sendable {
    /// Anchors, each once, in their order.
    package let anchors: [String]
    /// The positives of all anchors and what else is searched in, each once.
    package let corpus: [String]
    /// The places of each anchor's positives in the corpus.
    package let positives: [[Int]]

    private static let purpose: UInt64 = 0x6D69_6E65

    /// - Parameters:
    ///   - pairs: an anchor and a positive each; an anchor may have several.
    ///   - texts: what is searched in beside all positives.
    package init(_ pairs: [(anchor: String, positive: String)], corpus texts: [String] = []) {
        var (corpus, places) = ([String](), [String: Int]())
        for text in texts + pairs.map(\.positive) where places[text] == nil {
            places[text] = corpus.count
            corpus.append(text)
        }
        var (anchors, known) = ([String](), [String: Int]())
        var positives: [[Int]] = []
        for (anchor, positive) in pairs {
            let index = known[anchor] ?? anchors.count
            if index == anchors.count {
                known[anchor] = index
                anchors.append(anchor)
                positives.append([])
            }
            guard let place = places[positive], !positives[index].contains(place) else { continue }
            positives[index].append(place)
        }
        (self.anchors, self.corpus, self.positives) = (anchors, corpus, positives)
    }

    /// What was found of one anchor.
    package struct Found: Sendable, Equatable {
        /// Of the positives, in their order.
        package let positiveScores: [Float]
        /// The closest first, at most as many as were asked for.
        package let negatives: [Hit]
    }

    /// Finds the negatives of each anchor.
    ///
    /// The result is the same for any number of threads.
    /// - Parameters:
    ///   - anchorVectors: [anchors, dimension]
    ///   - corpusVectors: [corpus, dimension]
    ///   - metric: how vectors are compared.
    /// - Throws: `TrainingError.setting`, `SearchError`
    package func find(
        anchorVectors: Matrix, corpusVectors: Matrix, by metric: SimilarityFunction = .cosine,
        _ options: NegativeOptions = NegativeOptions(), threads: Int? = nil
    ) throws -> [Found] {
        try options.check()
        let most = positives.reduce(0) { max($0, $1.count) }
        let range = options.range(positives: most)
        let hits = try StoredVectors(corpusVectors).nearest(
            min(range + most, corpus.count), to: anchorVectors, by: metric, threads: threads)
        return hits.enumerated().map { anchor, hits in
            let query = Array(anchorVectors[anchor])
            let own = Set(positives[anchor])
            let scores = positives[anchor].map { place in
                // The same number as the search's, if it is among the closest.
                hits.first { $0.index == place }?.score
                    ?? metric(query, Array(corpusVectors[place]))
            }
            let least = scores.min() ?? 0
            let taken = hits.filter {
                !own.contains($0.index) && options.takes($0.score, positive: least)
            }
            let choice = Array(taken.prefix(range).dropFirst(options.skipped))
            return Found(
                positiveScores: scores, negatives: Self.chosen(choice, options, anchor: anchor))
        }
    }

    private static func chosen(
        _ choice: [Hit], _ options: NegativeOptions, anchor: Int
    ) -> [Hit] {
        guard options.sampling == .random, choice.count > options.count else {
            return Array(choice.prefix(options.count))
        }
        return CounterRandom(seed: options.seed, purpose: purpose).child(UInt64(anchor))
            .permutation(of: choice.count).prefix(options.count).sorted().map { choice[$0] }
    }
}
