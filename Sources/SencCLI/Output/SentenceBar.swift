import SencFiles
import SencTraining

/// How far a model has been taught, redrawn in place on a terminal; nothing anywhere else.
struct SentenceBar {
    private static let interval = Duration.milliseconds(100)

    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var lastDrawn: ContinuousClock.Instant?
    private var texts = RecentRate()
    private var fraction = RecentRate()

    init() { start = clock.now }

    mutating func update(_ progress: SentenceProgress) {
        let now = clock.now
        guard Terminal.isInteractive, now - (lastDrawn ?? start) >= Self.interval else { return }
        texts.add(Double(progress.texts), at: now - start)
        fraction.add(progress.fraction, at: now - start)
        lastDrawn = now
        let loss = decimal(progress.loss, 4)
        var parts = [
            localized("pass \(progress.pass) of \(progress.passes)"), localized("loss \(loss)"),
        ]
        if let left = fraction.secondsLeft(to: 1) { parts.append(ProgressBar.timeLeft(left)) }
        if let rate = texts.perSecond {
            let rate = decimal(rate, rate < 10 ? 1 : 0)
            parts.append(localized("\(rate) texts/s"))
        }
        Terminal.show("\(ProgressBar.bar(progress.fraction))  " + parts.joined(separator: ", "))
    }

    /// Clears the line for what is printed next.
    mutating func finish() {
        if lastDrawn != nil { Terminal.show("") }
        lastDrawn = nil
    }
}
