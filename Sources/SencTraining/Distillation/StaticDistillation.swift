package import Senc
internal import SencAnalysis
internal import SencFiles
package import SencMath
internal import SencTokenizers
internal import SencVectors

/// A static model that is made of a teacher: a vector for each token of the teacher's tokenizer, of
/// which a text's is the mean.
///
/// As model2vec does it, the teacher is given each token alone, between its special tokens; the mean of
/// the states is the token's vector, which principal components make shorter. Frequent tokens, which
/// say little, weigh less: where no texts tell how frequent they are, by Zipf's law, for tokenizers
/// mostly have them in that order.
///
/// With texts, the vectors of tokens then learn until texts have vectors as the teacher's (`TableLearner`).
///
/// The result is the same to the bit with any number of threads.
package struct StaticDistillation: Sendable {
    package let options: DistillationOptions
    /// The teacher's name.
    package let teacher: String
    package let languages: [String]
    /// Files that say on which terms the teacher may be used.
    let terms: [(name: String, bytes: [UInt8])]
    let tokenizer: ReducedTokenizer
    /// The vectors of tokens [tokens, dimension].
    package private(set) var vectors: Matrix
    /// How far directions were evened out.
    package let whitening: Double
    /// What came of learning from texts.
    package private(set) var outcome: Outcome?

    /// What came of learning from texts.
    package struct Outcome: Sendable, Equatable {
        /// Texts with a token that is known, each once.
        package var texts = 0
        /// Passes that were made.
        package var passes = 0
        /// The pass whose vectors were kept; 0 for those before the first.
        package var bestPass = 0
        /// The mean loss of the last pass.
        package var loss = 0.0
        /// Of the texts that are held out: before the first pass, and at the best.
        package var before: Double?
        package var best: Double?
    }

    private static let usualWhitening = 0.5
    /// Tokens or texts that the teacher is given at once.
    private static let run = 4096
    /// Bytes of such a file.
    private static let largestTerms = 1 << 20

    /// - Parameters:
    ///   - encoder: the teacher.
    ///   - texts: to learn from; `nil` for none.
    ///   - report: told how far it is; what it throws ends the work.
    ///   - threads: by default one for each processor.
    /// - Throws: `DistillationError`, `TrainingError`, what the teacher and reading the texts do.
    package init(
        of encoder: SentenceEncoder, _ options: DistillationOptions = DistillationOptions(),
        texts: TrainingTexts? = nil, threads: Int? = nil,
        report: (DistillationProgress) throws -> Void = { _ in }
    ) throws {
        try options.check()
        guard encoder.hasTransformer else {
            throw DistillationError.noTransformer(model: encoder.name)
        }
        (self.options, teacher, languages) = (options, encoder.name, encoder.languages)
        terms = try encoder.termFiles.map {
            ($0.name, try FileContents.bytes(of: $0.path, limit: Self.largestTerms))
        }
        let workers = WorkerPool(threads: threads)
        let tokenizer = try ReducedTokenizer(
            encoder.tokenizer, idCount: encoder.idCount, path: encoder.name)
        self.tokenizer = tokenizer
        let learns = texts != nil && options.epochs > 0
        if learns, options.whitening ?? 0 > 0 { throw DistillationError.whitening }
        let whitening = learns ? 0 : options.whitening ?? Self.usualWhitening
        self.whitening = whitening
        let width = learns ? encoder.wholeDimension : encoder.stateDimension
        let largest = min(width, tokenizer.oldIDs.count)
        let dimension = options.dimension ?? min(256, largest)
        guard dimension <= largest else {
            throw DistillationError.dimension(dimension, largest: largest)
        }
        var corpus: DistilledTexts?
        if let texts {
            corpus = try DistilledTexts(texts, tokenizer, path: encoder.name, workers) {
                try report(.texts($0))
            }
            guard corpus?.ids.isEmpty == false else { throw DistillationError.noTexts }
        }
        let tokens = try Self.tokenVectors(
            encoder, tokenizer, wholes: learns, width: width, report)
        let weights = Self.weights(
            options.weighting, count: tokenizer.oldIDs.count, counts: learns ? nil : corpus?.counts)
        guard learns, let corpus else {
            vectors = try Self.finite(encoder.name) {
                try Self.reduced(
                    tokens, to: dimension, whitening: whitening, threads: threads)
            }
            scale(by: weights)
            return
        }
        let goals = try Self.textVectors(encoder, corpus.texts, report)
        let basis = try Self.finite(encoder.name) {
            try PrincipalComponents(
                StoredVectors(goals), components: min(dimension, goals.rows), threads: threads)
        }
        let targets = try basis.coordinates(of: StoredVectors(goals), threads: threads)
        // Tokens begin in the space of the texts, around their own mean.
        vectors = try Self.finite(encoder.name) {
            try basis.coordinates(
                of: StoredVectors(Self.centered(tokens, on: basis.mean)), threads: threads)
        }
        scale(by: weights)
        let learner = TableLearner(vectors, corpus.ids, targets, options, workers)
        outcome = try learner.learn(report)
        vectors = learner.vectors
        outcome?.texts = corpus.texts.count
        clearUnknown()
    }

    // MARK: - The steps

    /// The teacher's vectors of tokens alone [tokens, width].
    /// - Parameter wholes: whether they are those of texts; else the means of states.
    private static func tokenVectors(
        _ encoder: SentenceEncoder, _ tokenizer: ReducedTokenizer, wholes: Bool, width: Int,
        _ report: (DistillationProgress) throws -> Void
    ) throws -> Matrix {
        let (before, after) = encoder.tokenizer.surroundingIDs
        let count = tokenizer.oldIDs.count
        let result = FloatMatrix(rows: count, columns: width)
        for start in stride(from: 0, to: count, by: run) {
            try report(.tokens(start, of: count))
            let range = start..<min(start + run, count)
            let sequences = tokenizer.oldIDs[range].map { before + [$0] + after }
            guard let target = result[start].baseAddress else { break }
            if wholes {
                try encoder.plainVectors(of: sequences, to: target)
            } else {
                try encoder.meanStates(of: sequences, to: target)
            }
        }
        try report(.tokens(count, of: count))
        return result.matrix()
    }

    /// The teacher's vectors of texts [texts, dimension].
    private static func textVectors(
        _ encoder: SentenceEncoder, _ texts: [String],
        _ report: (DistillationProgress) throws -> Void
    ) throws -> Matrix {
        let options = EncodingOptions(promptName: encoder.comparisonPromptName)
        var elements: [Float] = []
        var columns = encoder.wholeDimension
        for start in stride(from: 0, to: texts.count, by: run / 8) {
            try report(.teacher(start, of: texts.count))
            let part = Array(texts[start..<min(start + run / 8, texts.count)])
            let vectors = try encoder.encode(part, options: options).matrix
            columns = vectors.columns
            elements += vectors.elements
        }
        try report(.teacher(texts.count, of: texts.count))
        return Matrix(rows: texts.count, columns: columns, elements: elements)
    }

    /// What each token's vector is multiplied by.
    /// - Parameter counts: how often each is seen; `nil` if that is not known.
    static func weights(_ a: Double, count: Int, counts: [Int]?) -> [Float] {
        guard a > 0 else { return [Float](repeating: 1, count: count) }
        var shares = counts?.map { Double($0) } ?? []
        if counts == nil {
            // Of the token at the place i, as model2vec has it, 1 / (i + 2).
            for place in 0..<count { shares.append(1 / Double(place + 2)) }
        }
        let sum = max(shares.reduce(0, +), .leastNormalMagnitude)
        return shares.map { share -> Float in Float(a / (a + share / sum)) }
    }

    /// Of the largest variance, below which there is little but rounding.
    private static let leastVariance = 1e-5

    /// Where vectors lie along their principal components [rows, dimension], those of small variance
    /// stretched.
    /// - Parameter whitening: as in `DistillationOptions`.
    static func reduced(
        _ tokens: Matrix, to dimension: Int, whitening: Double, threads: Int?
    ) throws -> Matrix {
        let stored = StoredVectors(tokens)
        let components = try PrincipalComponents(stored, components: dimension, threads: threads)
        let found = try components.coordinates(of: stored, threads: threads)
        let largest = components.variances[0]
        guard whitening > 0, largest > 0 else { return found }
        let factors = components.variances.map { variance in
            Float(Double.pow(max(variance / largest, leastVariance), -whitening / 2))
        }
        var elements = found.elements
        for index in elements.indices { elements[index] *= factors[index % dimension] }
        return Matrix(rows: found.rows, columns: found.columns, elements: elements)
    }

    /// Vectors moved so that a point is their mean.
    private static func centered(_ tokens: Matrix, on mean: [Double]) -> Matrix {
        let (rows, columns) = (tokens.rows, tokens.columns)
        var elements = tokens.elements
        elements.withUnsafeMutableBufferPointer { elements in
            var sums = [Double](repeating: 0, count: columns)
            for row in 0..<rows {
                for column in 0..<columns {
                    sums[column] += Double(elements[row * columns + column])
                }
            }
            let shift = zip(sums, mean).map { Float($1 - $0 / Double(max(1, rows))) }
            for row in 0..<rows {
                for column in 0..<columns { elements[row * columns + column] += shift[column] }
            }
        }
        return Matrix(rows: rows, columns: columns, elements: elements)
    }

    private static func finite<Result>(
        _ model: String, _ body: () throws -> Result
    ) throws -> Result {
        do {
            return try body()
        } catch SearchError.notFinite {
            throw DistillationError.notFinite(model: model)
        }
    }

    private mutating func scale(by weights: [Float]) {
        let columns = vectors.columns
        var elements = vectors.elements
        for (row, weight) in weights.enumerated() {
            for column in 0..<columns { elements[row * columns + column] *= weight }
        }
        vectors = Matrix(rows: vectors.rows, columns: columns, elements: elements)
        clearUnknown()
    }

    /// What is unknown says nothing: model2vec leaves it out of texts, sentence-transformers does not.
    private mutating func clearUnknown() {
        guard let row = tokenizer.unknownID.map(Int.init) else { return }
        for column in 0..<vectors.columns { vectors[row, column] = 0 }
    }
}
