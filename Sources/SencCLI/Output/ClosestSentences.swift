import Senc
import SencMath

/// Which sentence of an answer is the closest to its query: those of the answers that are shown are
/// encoded, if they are few.
struct ClosestSentences {
    private static let maximumCount = 200

    let encoder: SentenceEncoder
    /// Those of what is searched.
    let options: EncodingOptions
    let metric: SimilarityFunction

    /// - Parameters:
    ///   - answers: the texts that are shown for each query, each one line.
    ///   - queries: their vectors, one a row.
    /// - Returns: a place in each text; `nil` for a text of one sentence, and for those at the end
    ///   if there are too many sentences.
    func places(
        in answers: [[String]], closestTo queries: Matrix
    ) throws -> [[Range<String.Index>?]] {
        var sentences: [String] = []
        // Of each text: its sentences, and where they stand among all.
        let parts = answers.map { texts in
            texts.map { text -> (ranges: [Range<String.Index>], first: Int) in
                let ranges = text.sentences
                guard ranges.count > 1, sentences.count + ranges.count <= Self.maximumCount else {
                    return ([], 0)
                }
                defer { sentences += ranges.map { String(text[$0]) } }
                return (ranges, sentences.count)
            }
        }
        guard !sentences.isEmpty else { return parts.map { $0.map { _ in nil } } }
        let vectors = try encoder.encode(sentences, options: options).matrix
        return parts.enumerated().map { query, parts in
            parts.map { ranges, first in
                let scores = ranges.indices.map { metric(queries[query], vectors[first + $0]) }
                let best = scores.indices.max { (scores[$0], -$0) < (scores[$1], -$1) }
                return best.map { ranges[$0] }
            }
        }
    }
}
