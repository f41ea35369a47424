import SencFiles
import SencTraining

/// How far the learning of recommendations has come, redrawn in place on a terminal; nothing anywhere
/// else.
struct RecommendBar {
    private static let interval = Duration.milliseconds(100)

    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var lastDrawn: ContinuousClock.Instant?
    private var fraction = RecentRate()

    init() { start = clock.now }

    mutating func update(_ progress: TrainingProgress) {
        let now = clock.now
        guard Terminal.isInteractive, now - (lastDrawn ?? start) >= Self.interval else { return }
        fraction.add(progress.fraction, at: now - start)
        lastDrawn = now
        var parts: [String] = []
        if progress.passes > 1 {
            parts.append(localized("pass \(progress.pass) of \(progress.passes)"))
        }
        if let loss = progress.loss {
            let loss = decimal(loss, 4)
            parts.append(localized("loss \(loss)"))
        }
        if let left = fraction.secondsLeft(to: 1) { parts.append(ProgressBar.timeLeft(left)) }
        Terminal.show(
            "\(ProgressBar.bar(progress.fraction))  " + parts.joined(separator: ", "))
    }

    /// Clears the line for what is printed next.
    mutating func finish() {
        if lastDrawn != nil { Terminal.show("") }
        lastDrawn = nil
    }
}
