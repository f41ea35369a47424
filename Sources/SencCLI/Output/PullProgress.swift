import SencFiles
import SencHub

/// How far a pull has come, redrawn in place on a terminal, and what holds it up, which is reported
/// anywhere.
struct PullProgress {
    private static let interval = Duration.milliseconds(100)

    private let clock = ContinuousClock()
    private var lastDrawn: ContinuousClock.Instant?
    /// When the first bytes came, and how many were there then.
    private var start: (time: ContinuousClock.Instant, done: Int)?

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
            start = (now, done)
            return
        }
        if let lastDrawn, now - lastDrawn < Self.interval { return }
        lastDrawn = now
        let rate = Double(done - start.done) / max((now - start.time) / .seconds(1), 0.001)
        var line = ProgressBar.bar(Double(done) / Double(max(total, 1)))
        line += "  \(Self.megabytes(done)) of \(Self.megabytes(total)) MB"
        line += ", \(Self.megabytes(Int(rate))) MB/s"
        if rate > 0 {
            let left = Double(max(total - done, 0)) / rate
            line += ", \(ProgressBar.clockTime(seconds: Int(min(left, 1e6)))) left"
        }
        Terminal.show(line + "  " + file.onOneLine())
    }

    private static func megabytes(_ bytes: Int) -> String {
        let tenths = bytes / 100_000
        return "\(tenths / 10).\(tenths % 10)"
    }
}
