/// How far a job over files has come, redrawn in place on a terminal; nothing anywhere else.
struct ProgressBar {
    private static let interval = Duration.milliseconds(100)
    private static let barWidth = 20

    private let isShown = Terminal.isInteractive
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var lastDrawn: ContinuousClock.Instant

    init() {
        start = clock.now
        lastDrawn = start
    }

    /// - Parameters:
    ///   - done: in this run and those before it.
    ///   - since: what was done before this run.
    ///   - fraction: of the input that has been read, within 0...1; `nil` if its size is unknown.
    mutating func update(_ done: JobProgress, since: JobProgress, fraction: Double?) {
        let now = clock.now
        guard isShown, now - lastDrawn >= Self.interval else { return }
        lastDrawn = now
        let seconds = max((now - start) / .seconds(1), 0.001)
        let texts = Double(done.records - since.records) / seconds
        let tokens = Double(done.tokens - since.tokens) / seconds
        var line = "\(done.records) texts, \(Int(texts)) texts/s, \(Int(tokens)) tokens/s"
        if let fraction {
            line = "\(Self.bar(fraction))  \(line)"
            // Texts left, from those done and the part of the input that they were.
            let left = Double(done.records) * (1 - fraction) / max(fraction, 0.001)
            if texts > 0 { line += ", \(Self.clockTime(seconds: Int(left / texts))) left" }
        }
        Terminal.write("\r\u{1B}[K" + String(line.prefix(Terminal.columns - 1)))
    }

    /// Clears the line for what is printed next.
    func finish() {
        if isShown { Terminal.write("\r\u{1B}[K") }
    }

    /// A bar and its percentage.
    /// - Parameter fraction: drawn as the nearer end if it is outside of 0...1.
    static func bar(_ fraction: Double) -> String {
        let part = min(max(fraction, 0), 1)
        let filled = Int(Double(barWidth) * part)
        return String(repeating: "█", count: filled)
            + String(repeating: "░", count: barWidth - filled) + " \(Int(part * 100)) %"
    }

    static func clockTime(seconds: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return seconds < 3600
            ? "\(seconds / 60):\(two(seconds % 60))"
            : "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    }
}
