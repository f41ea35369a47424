/// How fast work is done on several threads at once, in operations a second.
///
/// The work is repeated for a while, several times over, and the best time counts: whatever else
/// the machine does can only make it slower.
/// - Parameters:
///   - seconds: how long to measure.
///   - work: does some work, for a small part of that time, and returns its operations.
func measuredRate(
    threads: Int, seconds: Double, _ work: @Sendable (_ worker: Int) -> Double
) -> Double {
    let tries = 5
    let clock = ContinuousClock()
    var best = 0.0
    for _ in 0..<tries {
        // Each thread has its own clock, for they do not begin and end together.
        let rates = FloatBuffer(count: threads)
        try? WorkerPool(threads: threads).forEach(items: threads) { item, worker in
            let start = clock.now
            var operations = 0.0
            var elapsed = 0.0
            repeat {
                operations += work(worker)
                elapsed = (clock.now - start) / .seconds(1)
            } while elapsed < seconds / Double(tries)
            rates.base[item] = Float(operations / elapsed)
        }
        best = max(best, rates.elements.reduce(0) { $0 + Double($1) })
    }
    return best
}
