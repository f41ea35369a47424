import SencFiles

/// The vectors that a fastText model makes of words by their n-grams, of words that it lacks too.
///
/// A word's vector is the mean of its own row and those of its n-grams, read where they lie in the
/// mapped file and added in the order of fastText. That of `</s>`, which ends sentences, is made as
/// gensim makes it, of n-grams too.
package struct Subwords: Sendable {
    /// Labels that the model was trained on, beside its words.
    package let labelCount: Int
    /// Components of a vector.
    package let dimension: Int
    private let file: MappedFile
    private let matrixStart: Int
    private let wordCount: Int
    private let ngrams: FastTextNGrams

    init(_ model: FastTextModel, _ file: MappedFile) {
        self.file = file
        (labelCount, dimension, ngrams) = (model.labelCount, model.dimension, model.ngrams)
        (matrixStart, wordCount) = (model.matrixStart, model.words.count)
    }

    /// The scalars of an unknown word that has a vector, at least; `nil` if none has one.
    package var leastScalars: Int? { ngrams.leastScalars }

    /// Buckets that n-grams are hashed into.
    package var buckets: Int { ngrams.buckets }

    /// The lengths of n-grams in scalars; `nil` if there are none.
    package var lengths: ClosedRange<Int>? {
        leastScalars == nil ? nil : max(ngrams.shortest, 1)...ngrams.longest
    }

    /// Writes the vector of a word to `target` [dimension]; zeros if it has neither a row nor
    /// n-grams.
    /// - Parameter row: the word's own row; `nil` if the model lacks it.
    package func copyVector(
        of word: UnsafeBufferPointer<UInt8>, at row: Int? = nil,
        to target: UnsafeMutableBufferPointer<Float>
    ) {
        precondition(target.count >= dimension)
        guard let sum = target.baseAddress else { return }
        target.update(repeating: 0)
        var count = 0
        if let row {
            add(row: row, to: sum)
            count = 1
        }
        ngrams.forEachBucket(of: word) { bucket in
            add(row: wordCount + bucket, to: sum)
            count += 1
        }
        guard count > 1 else { return }
        for column in 0..<dimension { sum[column] /= Float(count) }
    }

    private func add(row: Int, to sum: UnsafeMutablePointer<Float>) {
        withExtendedLifetime(file) {
            guard let base = file.bytes.baseAddress else { return }
            let start = base + matrixStart + row * dimension * WordVectorParser.floatSize
            for column in 0..<dimension {
                sum[column] += start.loadUnaligned(
                    fromByteOffset: column &* WordVectorParser.floatSize, as: Float.self)
            }
        }
    }
}
