import SencFiles
import SencTraining

/// How far learning has come, redrawn in place on a terminal; nothing anywhere else.
struct TrainingBar {
    private var display = RedrawnLine()
    private var words = RecentRate()
    private var fraction = RecentRate()
    private var pass = -1

    mutating func update(_ progress: TrainingProgress) {
        guard let time = display.due() else { return }
        if progress.pass == 0 || pass <= 0 { (words, fraction) = (RecentRate(), RecentRate()) }
        pass = progress.pass
        words.add(Double(progress.words), at: time)
        fraction.add(progress.fraction, at: time)
        Terminal.show(line(progress))
    }

    private func line(_ progress: TrainingProgress) -> String {
        let count = progress.words.grouped(in: .current)
        guard progress.pass > 0 else {
            switch progress.subject {
            case .words, .items, .interactions:
                return localized("counting: \(count) words")
            case .cooccurrences: return localized("counting co-occurrences: \(count) words")
            case .phrases: return localized("looking for phrases: \(count) words")
            }
        }
        var parts = [localized("pass \(progress.pass) of \(progress.passes)")]
        if let loss = progress.loss {
            let loss = decimal(loss, 4)
            parts.append(localized("loss \(loss)"))
        }
        if let left = fraction.secondsLeft(to: 1) { parts.append(ProgressBar.timeLeft(left)) }
        // What a narrow line has no room for comes last.
        if let rate = words.perSecond {
            let rate = Self.short(rate)
            switch progress.subject {
            case .words, .phrases: parts.append(localized("\(rate) words/s"))
            case .cooccurrences: parts.append(localized("\(rate) pairs/s"))
            case .items: parts.append(localized("\(rate) items/s"))
            case .interactions: parts.append(localized("\(rate) interactions/s"))
            }
        }
        return "\(ProgressBar.bar(progress.fraction))  " + parts.joined(separator: ", ")
    }

    /// A rate in a few characters: `840,123`, `1.2 M`, `17 M`.
    private static func short(_ rate: Double) -> String {
        if rate >= 0, rate < 1e6 { return Int(rate).grouped(in: .current) }
        return decimal(rate / 1e6, rate < 1e7 ? 1 : 0) + " M"
    }

    mutating func finish() { display.finish() }
}
