import SencAnalysis
import SencFiles
import SencMath
import SencVectors

/// The steps of making an index of inverted lists.
struct IndexBuilder {
    private static let assignedRows = 1 << 16

    private let rows: RowSet
    private let source: String
    private let settings: InvertedIndexSettings
    private let lists: Int
    private let workers: WorkerPool

    init(
        _ vectors: StoredVectors, _ settings: InvertedIndexSettings, threads: Int?
    ) throws(InvertedIndexError) {
        guard case .rows(let rows) = vectors.contents else { throw .bits(source: vectors.source) }
        guard rows.rows > 0 else { throw .noVectors(source: vectors.source) }
        // Rows and lists are counted in 32 bits.
        guard rows.rows < UInt32.max else { throw .tooMany(rows.rows, source: vectors.source) }
        try settings.check()
        lists = settings.lists ?? InvertedIndexSettings.defaultLists(vectors: rows.rows)
        guard 1...min(rows.rows, InvertedFile.maximumLists) ~= lists else {
            throw .lists(lists, vectors: rows.rows)
        }
        self.rows = rows
        source = vectors.source
        self.settings = settings
        workers = WorkerPool(threads: threads)
    }

    func build(
        to file: OutputFile, _ progress: (InvertedIndex.BuildStep) throws -> Void
    ) throws {
        guard file.isResumable, file.isSeekable else {
            throw InvertedIndexError.notSeekable(path: file.path)
        }
        let (centroids, quantizer) = try trained(progress)
        try write(centroids, quantizer, to: file, progress)
    }

    /// Writes an index of these centroids and ranges.
    func write(
        _ centroids: Matrix, _ quantizer: ScalarQuantizer?, to file: OutputFile,
        _ progress: (InvertedIndex.BuildStep) throws -> Void = { _ in }
    ) throws {
        let labels = try labels(centroids, progress)
        var sizes = [Int](repeating: 0, count: lists)
        for label in labels.elements { sizes[Int(label)] += 1 }
        let probes = settings.probes ?? InvertedIndexSettings.defaultProbes(lists: lists)
        try file.write(
            InvertedFile.head(
                FAISSHeader(dimension: rows.columns, count: rows.rows, metric: settings.metric),
                lists: lists, probes: min(probes, lists), centroids: centroids.elements,
                quantizer: quantizer))
        try file.write(InvertedFile.sizeTable(sizes))
        let places = try file.places()
        let writer = ListWriter(
            rows: rows, labels: labels, sizes: sizes, quantizer: quantizer, start: file.count,
            normalizes: settings.normalizes, windowBytes: settings.windowBytes)
        try writer.write(to: places, workers) { try progress(.written($0, of: rows.rows)) }
    }

    /// Centroids, and the ranges of components if vectors are to be bytes, by a sample.
    private func trained(
        _ progress: (InvertedIndex.BuildStep) throws -> Void
    ) throws -> (Matrix, ScalarQuantizer?) {
        let (wanted, overflow) = lists.multipliedReportingOverflow(by: settings.sampledRows)
        let count = overflow ? rows.rows : min(wanted, rows.rows)
        let sample = try sample(count)
        // Centroids are means in any precision; only which rows are near two of them depends on it.
        let precision: Precision =
            KernelFamily.selected.multipliesBFloat16 ? .bfloat16 : .float32
        let centroids = try KMeans.quantizer(
            sample.rows, clusters: lists, isSpherical: settings.metric == .innerProduct,
            seed: settings.seed, rounds: settings.rounds, precision: precision, source: source,
            workers: workers
        ) { try progress(.centroids(round: $0 + 1, of: settings.rounds)) }
        guard settings.code == .bytes else { return (centroids, nil) }
        let quantizer = ScalarQuantizer(
            rows: sample.floats.base, count: count, dimension: rows.columns)
        // A range that is not finite as a float could not be read back.
        if let column = quantizer.widths.firstIndex(where: { !$0.isFinite }) {
            throw SearchError.notFinite(
                row: rowOfWidestValue(sample.floats.base, count, column), source: source)
        }
        return (centroids, quantizer)
    }

    private func rowOfWidestValue(
        _ floats: UnsafePointer<Float>, _ count: Int, _ column: Int
    ) -> Int {
        let widest = (0..<count).max {
            abs(floats[$0 * rows.columns + column]) < abs(floats[$1 * rows.columns + column])
        }
        return sampledRow(widest ?? 0, of: count)
    }

    private func sampledRow(_ index: Int, of count: Int) -> Int {
        KMeans.evenSample(count, of: rows.rows, seed: settings.seed)[index]
    }

    private func sample(_ count: Int) throws -> (rows: RowSet, floats: FloatBuffer) {
        let chosen = KMeans.evenSample(count, of: rows.rows, seed: settings.seed)
        let floats = FloatBuffer(count: count * rows.columns)
        let grain = 256
        try workers.forEach(items: count.dividedRoundingUp(by: grain)) { item, _ in
            for place in (item * grain)..<min((item + 1) * grain, count) {
                let row = floats.base + place * rows.columns
                rows.copy(rows: chosen[place]..<(chosen[place] + 1), to: row)
                for column in 0..<rows.columns where !row[column].isFinite {
                    throw SearchError.notFinite(row: chosen[place], source: source)
                }
                if settings.normalizes { ListWriter.normalize(row, rows.columns) }
            }
        }
        let set = RowSet(
            rows: count, columns: rows.columns, element: .float32,
            bytes: UnsafeRawBufferPointer(floats.elements), owner: floats)
        return (set, floats)
    }

    /// The list of each row.
    private func labels(
        _ centroids: Matrix, _ progress: (InvertedIndex.BuildStep) throws -> Void
    ) throws -> NumberBuffer<UInt32> {
        let labels = NumberBuffer<UInt32>(count: rows.rows, repeating: 0)
        let panels = CentroidPanels(
            centroids, isSpherical: settings.metric == .innerProduct)
        let workspaces = (0..<workers.threads).map { _ in CentroidPanels.Workspace(panels) }
        let scores = FloatBuffer(count: min(Self.assignedRows, rows.rows))
        for first in stride(from: 0, to: rows.rows, by: Self.assignedRows) {
            let window = first..<min(first + Self.assignedRows, rows.rows)
            try panels.assign(
                rows, window, to: labels.base + first, scores: scores.base, source: source,
                workspaces, workers)
            try progress(.assigned(window.upperBound, of: rows.rows))
        }
        return labels
    }
}
