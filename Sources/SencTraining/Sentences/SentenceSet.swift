internal import Senc
internal import SencMath

/// Examples of one kind, and what they are to be like.
package struct SentenceSet: Sendable {
    package let examples: SentenceExamples
    package let loss: SentenceLoss

    package init(_ examples: SentenceExamples, _ loss: SentenceLoss) {
        (self.examples, self.loss) = (examples, loss)
    }
}

/// A set of examples as steps learn from it.
struct LearnedSet: Sendable {
    let examples: TokenizedExamples
    let loss: SentenceLoss
    /// The examples of each pass.
    let passes: [Range<Int>]

    /// The batches of a pass.
    func batches(_ pass: Int, _ options: SentenceOptions) -> [[Int]] {
        let isUnique = loss.hasBatchNegatives && !options.allowsDuplicates
        return SentenceBatches.batches(
            of: passes[pass], size: options.batch, texts: isUnique ? examples.columns : nil,
            seed: options.seed, pass: pass)
    }
}

/// What a step learns from: examples of one set.
struct SentenceBatch: Sendable, Equatable {
    let set: Int
    let rows: [Int]
}
