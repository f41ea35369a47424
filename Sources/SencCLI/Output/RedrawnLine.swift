import SencFiles

/// A line that is redrawn in place on a terminal while work goes on; nothing anywhere else.
struct RedrawnLine {
    private static let interval = Duration.milliseconds(100)

    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var lastDrawn: ContinuousClock.Instant?

    init() { start = clock.now }

    /// The time since the beginning if the line is to be drawn now; `nil` if it was a moment ago, or
    /// standard error is not a terminal.
    mutating func due() -> Duration? {
        let now = clock.now
        guard now - (lastDrawn ?? start) >= Self.interval, Terminal.isInteractive else {
            return nil
        }
        lastDrawn = now
        return now - start
    }

    /// Clears the line for what is printed next.
    mutating func finish() {
        if lastDrawn != nil { Terminal.show("") }
        lastDrawn = nil
    }
}
