import SencFiles
import SencHub

/// How far a pull has come, redrawn in place on a terminal, and what holds it up, which is reported
/// anywhere.
struct PullProgress {
    private static let interval = Duration.milliseconds(100)

    private let clock = ContinuousClock()
    private var lastDrawn: ContinuousClock.Instant?
    /// When the first bytes came.
    private var start: ContinuousClock.Instant?
    private var rate = RecentRate()

    mutating func update(_ event: HubPull.Event) {
        switch event {
        case .progress(let file, let done, let total): draw(file, done, total)
        case .waitingForOther(let file):
            finish()
            Terminal.report("another process is fetching \(file.quoted()); waiting for it")
        case .retrying(let error, let delay):
            finish()
            let seconds = Int((delay / .seconds(1)).rounded(.up))
            Terminal.report("warning: \(error); again in \(seconds) s")
        }
    }

    /// Clears the line for what is printed next.
    func finish() {
        if lastDrawn != nil { Terminal.show("") }
    }

    private mutating func draw(_ file: String, _ done: Int, _ total: Int) {
        guard Terminal.isInteractive else { return }
        let now = clock.now
        guard let start else {
            start = now
            rate.add(Double(done), at: .zero)
            return
        }
        if let lastDrawn, now - lastDrawn < Self.interval { return }
        lastDrawn = now
        rate.add(Double(done), at: now - start)
        let bar = ProgressBar.bar(Double(done) / Double(max(total, 1)))
        var parts = [localized("\(Self.megabytes(done)) of \(Self.megabytes(total)) MB")]
        if let rate = rate.perSecond { parts.append("\(Self.megabytes(Int(rate))) MB/s") }
        if let left = rate.secondsLeft(to: Double(total)) {
            parts.append(ProgressBar.timeLeft(left))
        }
        Terminal.show("\(bar)  \(parts.joined(separator: ", "))  \(file.onOneLine())")
    }

    private static func megabytes(_ bytes: Int) -> String {
        let tenths = bytes / 100_000
        return "\(tenths / 10).\(tenths % 10)"
    }
}
