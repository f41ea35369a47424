import Senc
import SencFiles
import SencMath

/// Thresholds where none is given: as rare among a model's unrelated pairs as the scores that are
/// usual with all-MiniLM-L6-v2 are among its.
enum UsualThreshold {
    /// 0.95 with all-MiniLM-L6-v2, and where no model is known.
    case duplicates
    /// 0.75 with it.
    case communities

    var plain: Float {
        switch self {
        case .duplicates: 0.95
        case .communities: 0.75
        }
    }

    /// The share of unrelated pairs that exceeds it.
    var share: Double {
        switch self {
        case .duplicates: 7.04e-8
        case .communities: 2.23e-6
        }
    }
}

extension CorpusOptions {
    /// How the model of a corpus scores unrelated texts; `nil` if no model is known.
    /// - Parameter takesModel: whether `--model` says what made vectors of which nothing is kept.
    func scale(
        of corpus: Corpus, _ metric: SimilarityFunction, takesModel: Bool = true
    ) throws -> ScoreScale? {
        if let encoder = corpus.encoder {
            let options = encodingOptions(of: encoder)
            return try encoder.scoreScale(options, options, metric)
        }
        guard let stamp = corpus.stamp else {
            guard takesModel, model.model != nil else { return nil }
            let encoder = try model.load()
            let options = encodingOptions(of: encoder)
            return try encoder.scoreScale(options, options, metric)
        }
        // What is kept beside vectors is a hint, and its model may be gone.
        guard model.model != nil || stamp.modelAtHand != nil,
            let encoder = try? model.load(matching: stamp)
        else { return nil }
        let options = encodingOptions(of: encoder, matching: stamp)
        let own = try encoder.stamp(options: options)
        guard stamp.modelDifference(from: own) == nil else { return nil }
        return try encoder.scoreScale(options, options, metric)
    }

    /// The threshold that is given, or else the model's.
    func threshold(
        _ given: Float?, else usual: UsualThreshold, of corpus: Corpus, _ metric: SimilarityFunction
    ) throws -> Float {
        if let given { return given }
        guard let scale = try scale(of: corpus, metric, takesModel: false) else {
            // It is a cosine, and the product of vectors of length 1.
            guard metric == .cosine || metric == .dot else {
                throw UsageError(
                    """
                    --metric \(metric.rawValue) needs --threshold for vectors of which no model is \
                    known
                    """)
            }
            return usual.plain
        }
        let threshold = scale.score(exceededBy: usual.share)
        if threshold != usual.plain {
            Terminal.report("threshold \(threshold), by how the model scores unrelated texts")
        }
        return threshold
    }
}
