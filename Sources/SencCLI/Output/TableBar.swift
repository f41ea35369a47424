import SencFiles
import SencTraining

/// How far learning from a table has come, redrawn in place on a terminal; nothing anywhere else.
struct TableBar {
    private var display = RedrawnLine()
    private var rows = RecentRate()
    private var fraction = RecentRate()
    private let name: String

    /// - Parameter name: of what is learned.
    init(_ name: String) {
        self.name = name
    }

    mutating func update(_ progress: TableProgress) {
        guard let time = display.due() else { return }
        rows.add(Double(progress.rows), at: time)
        fraction.add(progress.fraction, at: time)
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

    mutating func finish() { display.finish() }
}
