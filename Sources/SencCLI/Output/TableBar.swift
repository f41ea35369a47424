import SencFiles
import SencTraining

/// How far learning from a table has come, redrawn in place on a terminal; nothing anywhere else.
struct TableBar {
    private static let interval = Duration.milliseconds(100)

    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var lastDrawn: ContinuousClock.Instant?
    private var rows = RecentRate()
    private var fraction = RecentRate()
    private let name: String

    /// - Parameter name: of what is learned.
    init(_ name: String) {
        self.name = name
        start = clock.now
    }

    mutating func update(_ progress: TableProgress) {
        let now = clock.now
        guard Terminal.isInteractive, now - (lastDrawn ?? start) >= Self.interval else { return }
        rows.add(Double(progress.rows), at: now - start)
        fraction.add(progress.fraction, at: now - start)
        lastDrawn = now
        var parts = [name, localized("pass \(progress.pass) of \(progress.passes)")]
        if let rate = rows.perSecond {
            let rate = Int(min(rate, 1e15)).grouped(in: .current)
            parts.append(localized("\(rate) rows/s"))
        }
        let loss = decimal(progress.loss, 4)
        parts.append(localized("loss \(loss)"))
        if let left = fraction.secondsLeft(to: 1) { parts.append(ProgressBar.timeLeft(left)) }
        Terminal.show("\(ProgressBar.bar(progress.fraction))  " + parts.joined(separator: ", "))
    }

    /// Clears the line for what is printed next.
    mutating func finish() {
        if lastDrawn != nil { Terminal.show("") }
        lastDrawn = nil
    }
}
