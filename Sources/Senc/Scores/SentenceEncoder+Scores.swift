internal import SencFiles
package import SencMath

extension SentenceEncoder {
    /// How unrelated texts score: as the model's directory says, or as some 200 sentences do that are
    /// encoded for it. That takes as long as 200 short texts and is not kept.
    /// - Parameters:
    ///   - first: what the first text of a pair is encoded with; the same for the second.
    /// - Returns: `nil` if the model distinguishes too few texts for an answer.
    /// - Throws: `ModelError` if what the directory says is damaged; `EncodingError`.
    package func scoreScale(
        _ first: EncodingOptions, _ second: EncodingOptions, _ metric: SimilarityFunction
    ) throws -> ScoreScale? {
        let prompts = [try prompt(first), try prompt(second)]
        let isWhole = [first, second].allSatisfy {
            dimension($0) == dimension
        }
        if isWhole, let known = try keptScores()?.scale(metric.rawValue, prompts) { return known }
        return try measuredScale(first, second, metric)
    }

    /// What is kept in the model's directory.
    func keptScores() throws -> ScoreFile? {
        if settings.gguf?.isSelfContained == true { return nil }
        let directory = settings.directory
        return try ScoreFile(
            directory: Path.kind(of: directory) == .file
                ? Path.parent(of: directory) ?? "." : directory)
    }

    /// How the sentences of the model's languages score that are kept for it.
    package func measuredScale(
        _ first: EncodingOptions, _ second: EncodingOptions, _ metric: SimilarityFunction
    ) throws -> ScoreScale? {
        var (first, second) = (first, second)
        (first.overflow, second.overflow) = (.truncate, .truncate)
        var scores: [Double] = []
        var own: [Double] = []
        for texts in UnrelatedTexts.texts(for: languages) {
            let rows = try encode(texts, options: first).matrix
            let columns = first == second ? rows : try encode(texts, options: second).matrix
            for row in 0..<rows.rows where rows[row].contains(where: { $0 != 0 }) {
                own.append(Double(metric(rows[row], rows[row])))
                // Where both are encoded alike, one half of the table is the other.
                for column in (first == second ? row + 1 : 0)..<rows.rows
                where column != row && columns[column].contains(where: { $0 != 0 }) {
                    scores.append(Double(metric(rows[row], columns[column])))
                }
            }
        }
        guard !own.isEmpty else { return nil }
        let mean = own.reduce(0, +) / Double(own.count)
        return ScoreScale(scores: scores, identical: metric == .cosine ? 1 : mean)
    }
}

extension SentenceEncoder {
    /// The vectors of the texts that senc has in it, not normalized after the model's own modules:
    /// a sample of what a model's vectors are like.
    package func sampleVectors() throws -> Matrix {
        let texts = UnrelatedTexts.texts(for: languages).flatMap(\.self)
        return try encode(texts, options: EncodingOptions(prompt: "")).matrix
    }
}
