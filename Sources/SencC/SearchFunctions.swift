public import CSenc
internal import SencMath
internal import SencVectors

/// Queries that are searched for at once at most.
private let blockQueries = 1024
/// Hits that all threads keep at once at most.
private let blockHits = 1 << 24

@_cdecl("senc_nearest")
public func findNearest(
    _ rows: UnsafePointer<senc_vectors>?, _ queries: UnsafePointer<senc_vectors>?,
    _ rescoring: UnsafePointer<senc_vectors>?, _ k: Int64, _ options: UnsafePointer<CChar>?,
    _ indices: UnsafeMutablePointer<Int64>?, _ scores: UnsafeMutablePointer<Float>?,
    _ progress: senc_progress?, _ context: UnsafeMutableRawPointer?
) -> Int32 {
    Call.make { call in
        let stored = try VectorRows(rows, "rows").stored()
        let queries = try VectorRows(queries, "queries")
        let finer = try rescoring.map { try VectorRows($0, "rescoring").stored() }
        guard queries.dimension == stored.dimension else {
            throw CallError.mistake(
                "queries: dimension \(queries.dimension) is not that of rows, \(stored.dimension)")
        }
        if let finer, (finer.count, finer.dimension) != (stored.count, stored.dimension) {
            throw CallError.mistake(
                """
                rescoring: [\(finer.count), \(finer.dimension)] are not the [\(stored.count), \
                \(stored.dimension)] of rows
                """)
        }
        let object = try OptionObject(
            options, known: ["metric", "threshold", "oversampling", "threads"])
        let metric: SimilarityFunction = try object.choice("metric") ?? .cosine
        let threshold = try object.float("threshold")
        let oversampling = try object.integer("oversampling", from: 1)
        let threads = WorkerPool(threads: try object.threads()).threads
        let progress = CallProgress(progress, context, call, total: queries.count)
        guard k >= 1 else { throw CallError.mistake("k: \(k) is not at least 1") }
        let (count, isOver) = Int(k).multipliedReportingOverflow(by: queries.count)
        guard !isOver, count <= Int.max / 8 else {
            throw CallError.mistake("k: \(k) for each of \(queries.count) queries are too many")
        }
        guard queries.type != .binary else {
            throw CallError.mistake("queries: cannot be of bits")
        }
        guard count > 0 else {
            try progress?.finish()
            return
        }
        guard let indices else { throw CallError.isNull("indices") }
        guard let scores else { throw CallError.isNull("scores") }
        let kept = max(min(Int(k), stored.count), 1).multipliedReportingOverflow(by: threads)
        let block = max(1, min(blockQueries, kept.overflow ? 1 : blockHits / kept.partialValue))
        for start in stride(from: 0, to: queries.count, by: block) {
            let range = start..<min(start + block, queries.count)
            let workers = WorkerPool(threads: threads, watch: progress?.watch(range))
            let found: [[Hit]]
            do {
                found = try stored.nearest(
                    Int(k), to: queries.matrix(range), by: metric, threshold: threshold,
                    rescoring: finer, oversampling: oversampling, workers: workers)
            } catch SearchError.queryNotFinite(let query) {
                throw SearchError.queryNotFinite(start + query)
            }
            for (query, hits) in zip(range, found) {
                let target = query * Int(k)
                for (place, hit) in hits.enumerated() {
                    indices[target + place] = Int64(hit.index)
                    scores[target + place] = hit.score
                }
                for place in hits.count..<Int(k) {
                    indices[target + place] = -1
                    scores[target + place] = -.infinity
                }
            }
        }
        try progress?.finish()
    }
}

@_cdecl("senc_similarities")
public func computeSimilarities(
    _ a: UnsafePointer<senc_vectors>?, _ b: UnsafePointer<senc_vectors>?,
    _ options: UnsafePointer<CChar>?, _ scores: UnsafeMutablePointer<Float>?,
    _ progress: senc_progress?, _ context: UnsafeMutableRawPointer?
) -> Int32 {
    Call.make { call in
        let (a, b) = (try VectorRows(a, "a"), try VectorRows(b, "b"))
        let object = try OptionObject(options, known: ["metric", "threads"])
        let metric: SimilarityFunction = try object.choice("metric") ?? .cosine
        let threads = try object.threads()
        guard a.dimension == b.dimension else {
            throw CallError.mistake(
                "b: dimension \(b.dimension) is not that of a, \(a.dimension)")
        }
        let (count, isOver) = a.count.multipliedReportingOverflow(by: b.count)
        guard !isOver, count <= Int.max / 4 else {
            throw CallError.mistake("scores: [\(a.count), \(b.count)] are too many")
        }
        let progress = CallProgress(progress, context, call, total: a.count)
        guard count > 0 else {
            try progress?.finish()
            return
        }
        guard let scores else { throw CallError.isNull("scores") }
        // Blocks of both, so that copies of them as floats take little.
        for aStart in stride(from: 0, to: a.count, by: blockQueries) {
            let aRange = aStart..<min(aStart + blockQueries, a.count)
            let aRows = try a.finiteMatrix(aRange)
            for bStart in stride(from: 0, to: b.count, by: blockQueries) {
                let bRange = bStart..<min(bStart + blockQueries, b.count)
                let workers = WorkerPool(
                    threads: threads,
                    watch: progress?.watch(aRange, part: bRange, of: b.count))
                let block = try metric.similarities(
                    of: aRows, to: b.finiteMatrix(bRange), workers: workers)
                for (row, target) in aRange.enumerated() {
                    block[row].withContiguousStorageIfAvailable {
                        guard let base = $0.baseAddress else { return }
                        (scores + target * b.count + bStart).update(from: base, count: $0.count)
                    }
                }
            }
        }
        try progress?.finish()
    }
}
