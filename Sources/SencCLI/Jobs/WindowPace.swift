/// How many texts are worked on at once, so that a window of them takes about a quarter of a second
/// whatever the model: when a job is stopped, what is under way is soon done. Vectors do not depend
/// on it.
struct WindowPace {
    private static let time = Duration.milliseconds(250)
    private static let least = 1.0 / 128
    private static let change = 0.25...2.0

    /// Of the texts and bytes that a window may have, within 0...1.
    private(set) var share: Double
    /// Of the last windows, older ones counting less.
    private var shares = 0.0
    private var seconds = 0.0
    private let clock = ContinuousClock()
    private var last: ContinuousClock.Instant

    /// - Parameter isFirstWhole: whether the first window is as large as may be, since results are
    ///   made by what it has.
    init(isFirstWhole: Bool = false) {
        share = isFirstWhole ? 1 : 1 / 16
        last = clock.now
    }

    var texts: Int { Int(share * Double(TextSource.windowTexts)) }
    var bytes: Int { Int(share * Double(TextSource.windowBytes)) }

    /// Learns that a window is done.
    /// - Parameter share: what `share` was for it.
    mutating func complete(share done: Double) {
        let now = clock.now
        learn(share: done, time: now - last)
        last = now
    }

    mutating func learn(share done: Double, time: Duration) {
        shares = shares / 2 + done
        seconds = seconds / 2 + time / .seconds(1)
        let wanted = Self.time / .seconds(1) * shares / max(seconds, 1e-6)
        let range = (done * Self.change.lowerBound)...(done * Self.change.upperBound)
        share = min(max(wanted, range.lowerBound, Self.least), range.upperBound, 1)
    }
}
