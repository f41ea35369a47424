public import SencMath

/// The vector of one text.
public struct Embedding: Sendable, Equatable {
    /// [dimension], of length 1 where the model or `EncodingOptions.Normalization.always` says so.
    public let vector: [Float]
    /// Tokens that went into the vector, special ones included.
    public let tokenCount: Int
    /// Tokens that the whole text has, special ones included.
    public let untruncatedTokenCount: Int

    /// Whether the text was longer than the vector tells of.
    public var isTruncated: Bool { tokenCount < untruncatedTokenCount }

    /// Components of the vector.
    public var dimension: Int { vector.count }

    /// The cosine of the angle between the two vectors, within [-1, 1]; 0 if either is zero.
    ///
    /// How much a score means depends on the model: unrelated texts score about 0.8 with
    /// multilingual-e5-small, about 0.05 with all-MiniLM-L6-v2.
    /// - Precondition: both are of one dimension.
    public func cosineSimilarity(to other: Embedding) -> Float {
        SencMath.cosineSimilarity(vector, other.vector)
    }
}

/// The vectors of several texts, in the order of the texts.
public struct Embeddings: Sendable, Equatable, RandomAccessCollection {
    /// The vectors, [texts, dimension].
    public let matrix: Matrix
    /// Tokens that went into each vector, special ones included.
    public let tokenCounts: [Int]
    /// Tokens that each whole text has, special ones included.
    public let untruncatedTokenCounts: [Int]

    /// How many texts the tokenizer broke into mostly unknown tokens or single characters, as one
    /// does with a language that its model was not made for.
    public let fragmentedCount: Int

    /// How many texts were longer than their vectors tell of.
    public var truncatedCount: Int {
        zip(tokenCounts, untruncatedTokenCounts).count { $0 < $1 }
    }

    /// Components of each vector.
    public var dimension: Int { matrix.columns }

    public var startIndex: Int { 0 }
    public var endIndex: Int { matrix.rows }

    public subscript(index: Int) -> Embedding {
        Embedding(
            vector: Array(matrix[index]), tokenCount: tokenCounts[index],
            untruncatedTokenCount: untruncatedTokenCounts[index])
    }
}
