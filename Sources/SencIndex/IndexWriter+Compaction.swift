internal import SencFiles
internal import SencMath
internal import SencVectors

extension IndexWriter {
    /// Writes the vectors anew without those that no passage has, if they are over a quarter.
    ///
    /// The new file is whole before the database names it, and the old one goes afterwards.
    func compactIfNeeded() throws {
        guard let old = vectors else { return }
        let unused = try database.read { db in
            try db.rows("SELECT count(*) FROM text WHERE id NOT IN (SELECT text FROM passage)")
                .first?.integer(0) ?? 0
        }
        guard unused > max(Self.toleratedRows, old.rows / 4) else { return }
        let next = try VectorLog(
            creating: database.vectorPath(generation + 1), old.encoding,
            dimension: summary.dimension, permissions: IndexFiles.permissions(in: path))
        try database.write { db in
            try db.run("DELETE FROM text WHERE id NOT IN (SELECT text FROM passage)")
            let used = try db.rows("SELECT id, row FROM text ORDER BY row").map {
                (id: try $0.integer(0), row: try $0.integer(1))
            }
            for (row, text) in used.enumerated() where row != text.row {
                try db.run("UPDATE text SET row = ? WHERE id = ?", [row, text.id])
            }
            try next.append(rows: used.map(\.row), of: old)
            try db.run("UPDATE state SET generation = ?, rows = ?", [generation + 1, next.rows])
        }
        try next.writeHeader()
        vectors = next
        generation += 1
        removeOldVectors()
    }

    /// Removes files of vectors that are not the index's: older ones, and those that a writer began
    /// and the database does not name. One that cannot be removed does no harm.
    func removeOldVectors() {
        for name in (try? Directory.names(in: FileName(path))) ?? [] {
            guard let number = IndexFiles.generation(of: name.string), number != generation else {
                continue
            }
            Path.remove(Path.join(path, name.string))
        }
    }
}
