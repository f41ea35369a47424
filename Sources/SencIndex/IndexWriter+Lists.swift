internal import SencFiles
package import SencIVF
internal import SencMath

extension IndexWriter {
    /// Brings the inverted lists of the vectors up to date: makes them if there are none as asked
    /// for, or if the vectors that came since are more than a quarter of those in them. Vectors that
    /// are in no list are searched besides.
    ///
    /// Whoever searches has the earlier lists, or none, until the new ones are whole.
    /// - Parameters:
    ///   - wanted: `nil` to have no lists.
    ///   - threads: by default one for each processor.
    ///   - progress: is told of each step, and may throw to end the work.
    /// - Throws: `InvertedIndexError` for numbers that the vectors do not allow, `IndexError.damaged`
    ///   for a link in their place, `FileError`.
    package func updateLists(
        _ wanted: IndexLists?, threads: Int? = nil,
        progress: (InvertedIndex.BuildStep) throws -> Void = { _ in }
    ) throws {
        for similarity in SimilarityFunction.allCases where similarity != wanted?.similarity {
            Path.remove(database.listPath(generation, similarity))
        }
        guard let wanted, let vectors, vectors.rows > 0 else { return }
        let file = database.listPath(generation, wanted.similarity)
        try IndexFiles.check(
            file, called: Path.lastComponent(of: file), in: path, writing: true)
        if let index = try? InvertedIndex(path: file), wanted.accept(index),
            0...max(Self.toleratedRows, index.count / 4) ~= vectors.rows - index.count
        {
            return
        }
        let stored = try VectorLog.read(
            vectors.path, summary.elementType, dimension: summary.dimension, rows: vectors.rows)
        let output = try OutputFile(path: file, isOurs: true)
        try InvertedIndex.build(
            stored, settings: wanted.settings, to: output, threads: threads, progress: progress)
        try output.commit()
        _ = Path.setPermissions(IndexFiles.permissions(in: path), of: file)
    }
}
