/// How far a job over files has come, redrawn in place on a terminal; nothing anywhere else.
struct ProgressBar {
    private static let interval = Duration.milliseconds(100)
    private static let barWidth = 24

    private let isShown = Terminal.isInteractive
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var lastDrawn: ContinuousClock.Instant

    init() {
        start = clock.now
        lastDrawn = start
    }

    /// - Parameter fraction: of the work that is done, within 0...1; `nil` if the end is unknown.
    mutating func update(texts: Int, fraction: Double?) {
        let now = clock.now
        guard isShown, now - lastDrawn >= Self.interval else { return }
        lastDrawn = now
        let seconds = (now - start) / .seconds(1)
        var line = "\(texts) texts, \(Int(Double(texts) / max(seconds, 0.001))) texts/s"
        if let fraction {
            let filled = Int(Double(Self.barWidth) * min(max(fraction, 0), 1))
            let bar =
                String(repeating: "█", count: filled)
                + String(repeating: "░", count: Self.barWidth - filled)
            line = "\(bar) \(Int(fraction * 100)) %  " + line
            if fraction > 0.01 {
                line += ", \(Int(seconds / fraction - seconds)) s left"
            }
        }
        Terminal.write("\r\u{1B}[K" + String(line.prefix(Terminal.columns - 1)))
    }

    /// Clears the line for what is printed next.
    func finish() {
        if isShown { Terminal.write("\r\u{1B}[K") }
    }
}
