import SencFiles

/// How far a job over texts has come, redrawn in place on a terminal; nothing anywhere else, nor of
/// a job that takes a moment.
struct ProgressBar {
    struct State {
        /// Those done, in this run and those before it.
        var texts = 0
        var total: Int?
        /// In this run.
        var tokens = 0
        /// Of the input that is done, within 0...1; `nil` if its size is unknown.
        var fraction: Double?
    }

    struct Rates {
        var texts = RecentRate()
        var tokens = RecentRate()
        var fraction = RecentRate()

        mutating func add(_ state: State, at time: Duration) {
            texts.add(Double(state.texts), at: time)
            tokens.add(Double(state.tokens), at: time)
            fraction.add(state.fraction ?? 0, at: time)
        }
    }

    private static let barWidth = 20

    private var display = RedrawnLine()
    private var rates = Rates()

    /// - Parameter state: where the job starts.
    init(_ state: State) {
        rates.add(state, at: .zero)
    }

    mutating func update(_ state: State) {
        guard !Interruption.isAsked, let time = display.due() else { return }
        rates.add(state, at: time)
        Terminal.show(Self.line(state, rates, columns: Terminal.columns - 1))
    }

    mutating func finish() { display.finish() }

    /// What is shown, less what there is no room for.
    static func line(_ state: State, _ rates: Rates, columns: Int) -> String {
        let texts = count(state.texts)
        let done: Message =
            switch (state.texts, state.total) {
            case (_, 1): "\(texts) of 1 text"
            case (_, let total?): "\(texts) of \(count(total)) texts"
            case (1, nil): "1 text"
            case (_, nil): "\(texts) texts"
            }
        var parts = [done.localized]
        var optional: [String] = []
        if let rate = rates.texts.perSecond {
            optional.append(localized("\(Self.rate(rate)) texts/s"))
        }
        if let rate = rates.tokens.perSecond {
            optional.append(localized("\(Self.rate(rate)) tokens/s"))
        }
        var start = ""
        if let fraction = state.fraction { start = bar(fraction) + "  " }
        let end = rates.fraction.secondsLeft(to: 1).map(timeLeft).map { [$0] } ?? []
        func whole(_ parts: [String]) -> String {
            start + (parts + end).joined(separator: ", ")
        }
        for part in optional where whole(parts + [part]).displayWidth <= columns {
            parts.append(part)
        }
        return whole(parts)
    }

    private static func count(_ number: Int) -> String { number.grouped(in: .current) }

    /// Slow ones have a digit after the point.
    private static func rate(_ rate: Double) -> String {
        rate < 9.95 ? decimal(rate, 1) : count(Int(min(rate, 1e15)))
    }

    /// A bar and its percentage.
    /// - Parameter fraction: drawn as the nearer end if it is outside of 0...1.
    static func bar(_ fraction: Double) -> String {
        let part = min(max(fraction, 0), 1)
        let filled = Int(Double(barWidth) * part)
        return String(repeating: "█", count: filled)
            + String(repeating: "░", count: barWidth - filled) + " \(Int(part * 100)) %"
    }

    static func timeLeft(_ seconds: Double) -> String {
        localized("\(clockTime(seconds: Int(seconds))) left")
    }

    static func clockTime(seconds: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return seconds < 3600
            ? "\(seconds / 60):\(two(seconds % 60))"
            : "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    }
}
