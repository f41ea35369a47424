package import SencVectors

/// What an index is made of and by, as its writer gave it.
package struct IndexSummary: Sendable, Equatable {
    /// What its vectors were made by, in the writer's words.
    package var stamp: String
    /// How its passages were made, in the writer's words.
    package var settings: String
    package var dimension: Int
    package var elementType: VectorElementType

    package init(
        stamp: String, settings: String, dimension: Int, elementType: VectorElementType
    ) {
        (self.stamp, self.settings) = (stamp, settings)
        (self.dimension, self.elementType) = (dimension, elementType)
    }
}

/// How much there is in an index.
package struct IndexCounts: Sendable, Equatable {
    package var files: Int
    /// Files that a build that was stopped has read, to be seen when one finishes.
    package var stagedFiles: Int
    package var passages: Int
    /// Vectors of passages, equal texts having one.
    package var vectors: Int
    /// Vectors of what is no longer there. They are used again if it comes back, and left out when
    /// they become many.
    package var unusedVectors: Int
    /// The file of vectors.
    package var vectorFile: String
}
