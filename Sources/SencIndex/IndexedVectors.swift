internal import SencFiles
internal import SencIVF
internal import SencMath
internal import SencVectors
internal import Synchronization

/// The vectors of an index, of which some may be in inverted lists.
struct IndexedVectors {
    let all: StoredVectors
    /// Of the first of them.
    let lists: InvertedIndex?

    /// The rows closest to each query, of those in the lists that are searched and all that are in
    /// none. Parameters: as for `InvertedIndex.nearest`.
    func nearest(
        _ count: Int, to queries: Matrix, by metric: SimilarityFunction, probes: Int?,
        threshold: Float?, threads: Int?
    ) throws -> [[Hit]] {
        guard let lists, case .rows(let rows) = all.contents else {
            return try all.nearest(
                count, to: queries, by: metric, threshold: threshold, threads: threads)
        }
        let listed = try lists.nearest(
            count, to: queries, by: metric, probes: probes, threshold: threshold, rescoring: all,
            threads: threads)
        guard lists.count < all.count else { return listed }
        let rest = StoredVectors(rows[lists.count...], source: all.source)
        let others = try rest.nearest(
            count, to: queries, by: metric, threshold: threshold, threads: threads)
        return zip(listed, others).map { listed, others in
            let others = others.map { Hit(index: lists.count + $0.index, score: $0.score) }
            return Array((listed + others).sorted { $0.precedes($1) }.prefix(count))
        }
    }
}

/// The inverted lists of an index that were opened last: to open them takes longer than to search.
final class OpenLists: Sendable {
    private struct Opened {
        let status: FileStatus
        let lists: InvertedIndex
    }

    private let opened = Mutex<Opened?>(nil)

    /// - Returns: `nil` if there are none.
    /// - Throws: `IndexError.damaged` if they are not of these vectors, `FAISSError`.
    func lists(_ file: String, of vectors: StoredVectors, in path: String) throws -> InvertedIndex?
    {
        guard let status = FileStatus(FileName(file).cString) else { return nil }
        try IndexFiles.check(
            file, called: Path.lastComponent(of: file), in: path, writing: false)
        let lists = try opened.withLock { opened in
            if let opened, opened.status.isSameFile(as: status),
                opened.status.changed == status.changed
            {
                return opened.lists
            }
            let lists = try InvertedIndex(path: file)
            opened = Opened(status: status, lists: lists)
            return lists
        }
        guard lists.dimension == vectors.dimension, lists.count <= vectors.count else {
            throw IndexError.damaged(
                path: path, reason: "\(Path.lastComponent(of: file)) is not of its vectors")
        }
        return lists
    }
}
