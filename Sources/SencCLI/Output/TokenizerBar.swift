import SencFiles
import SencTraining

/// How far the training of a tokenizer has come, redrawn in place on a terminal; nothing anywhere
/// else.
struct TokenizerBar {
    private static let interval = Duration.milliseconds(100)

    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var lastDrawn: ContinuousClock.Instant?

    init() { start = clock.now }

    mutating func update(_ progress: TokenizerProgress) {
        let now = clock.now
        guard Terminal.isInteractive, now - (lastDrawn ?? start) >= Self.interval else { return }
        lastDrawn = now
        switch progress {
        case .words(let count):
            let count = count.grouped(in: .current)
            Terminal.show(localized("counting: \(count) words"))
        case .tokens(let count):
            let count = count.grouped(in: .current)
            Terminal.show(localized("merging: \(count) tokens"))
        case .pieces(let count):
            let count = count.grouped(in: .current)
            Terminal.show(localized("pruning: \(count) pieces"))
        }
    }

    /// Clears the line for what is printed next.
    mutating func finish() {
        if lastDrawn != nil { Terminal.show("") }
        lastDrawn = nil
    }
}
