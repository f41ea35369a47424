internal import SencFiles
internal import SencMath
private import Synchronization

/// Counts pairs of things with several threads, in memory that is bounded: what is more is sorted,
/// put into a temporary file and merged at the end. Sums of whole numbers are the same however the
/// work was shared, and whenever memory was full.
final class PairCounter: Sendable {
    /// Where a run of sorted counts is in the file.
    struct StoredRun: Sendable {
        let offset: Int
        let count: Int
    }

    private let tables: [PairTable]
    private let memory: Int
    private let directory: String
    private let stored = Mutex<(file: TemporaryFile?, runs: [StoredRun])>((nil, []))
    /// What was left in the tables at the end.
    private let held = Mutex<[SortedPairs]?>(nil)

    /// - Parameters:
    ///   - workers: threads that count.
    ///   - memory: bytes that are used at most, about.
    ///   - directory: for what is more.
    init(workers: Int, memory: Int, directory: String) {
        (self.memory, self.directory) = (memory, directory)
        tables = (0..<workers).map { _ in PairTable(bytes: memory / workers) }
    }

    /// The table of one of the threads.
    func table(of worker: Int) -> PairTable { tables[worker] }

    /// Makes room in a table that is full. To be called before each addition of `PairTable.slack`
    /// pairs at most.
    @inline(__always)
    func makeRoom(in table: PairTable) throws {
        if table.isFull { try store(table.takeSorted()) }
    }

    private func store(_ sorted: SortedPairs) throws {
        guard !sorted.pairs.isEmpty else { return }
        let file = try stored.withLock { stored in
            if let file = stored.file { return file }
            let file = try TemporaryFile(in: directory)
            stored.file = file
            return file
        }
        let offset = try file.append(UnsafeRawBufferPointer(sorted.pairs))
        stored.withLock { $0.runs.append(StoredRun(offset: offset, count: sorted.pairs.count)) }
    }

    /// Calls `body` with all pairs and their counts, each pair once, by their keys. None may be
    /// added from the first call on.
    func forEachPair(_ body: (PairCount) throws -> Void) throws {
        let held = held.withLock { held in
            let pairs = held ?? tables.map { $0.takeSorted() }.filter { !$0.pairs.isEmpty }
            held = pairs
            return pairs
        }
        let (file, runs) = stored.withLock { ($0.file, $0.runs) }
        var sources = held.map { PairSource($0) }
        if let file {
            let size = memory / 2 / max(1, runs.count) / MemoryLayout<PairCount>.stride
            sources += runs.map { PairSource($0, in: file, bufferSize: size) }
        }
        try PairMerge(sources).forEachPair(body)
    }
}
