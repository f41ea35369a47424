package import SencFiles
package import SencVectors

extension InvertedIndex {
    /// What a build is doing, and how far it is.
    package enum BuildStep: Sendable, Equatable {
        /// Rounds of k-means that are done.
        case centroids(round: Int, of: Int)
        /// Vectors whose list is known.
        case assigned(Int, of: Int)
        /// Vectors that are in the file.
        case written(Int, of: Int)
    }

    /// Makes an index of vectors, whose ids are their rows. The same bytes for the same vectors and
    /// settings on one kind of CPU, with any number of threads.
    ///
    /// Vectors are read three times, and never all held: once for a sample, once to find their lists,
    /// and once to be written, a window of them at a time, list by list. Memory is taken for the
    /// sample, the centroids, a window and 4 bytes a vector.
    /// - Parameters:
    ///   - vectors: of any element type but bits. By the inner product, the closest have the highest
    ///     cosine if all have the length 1.
    ///   - file: at its start; a regular file. Not committed.
    ///   - threads: by default one for each processor.
    ///   - progress: is told of each step, and may throw to end the work.
    /// - Throws: `InvertedIndexError`, `SearchError.notFinite`, `FileError`.
    package static func build(
        _ vectors: StoredVectors, settings: InvertedIndexSettings, to file: OutputFile,
        threads: Int? = nil, progress: (BuildStep) throws -> Void = { _ in }
    ) throws {
        try IndexBuilder(vectors, settings, threads: threads).build(to: file, progress)
    }
}
