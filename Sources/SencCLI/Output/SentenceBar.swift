import SencFiles
import SencTraining

/// How far a model has been taught, redrawn in place on a terminal; nothing anywhere else.
struct SentenceBar {
    private var display = RedrawnLine()
    private var texts = RecentRate()
    private var fraction = RecentRate()

    mutating func update(_ progress: SentenceProgress) {
        guard let time = display.due() else { return }
        texts.add(Double(progress.texts), at: time)
        fraction.add(progress.fraction, at: time)
        let loss = decimal(progress.loss, 4)
        var parts = [
            localized("pass \(progress.pass) of \(progress.passes)"), localized("loss \(loss)"),
        ]
        if let left = fraction.secondsLeft(to: 1) { parts.append(ProgressBar.timeLeft(left)) }
        if let rate = texts.perSecond {
            let rate = decimal(rate, rate < 10 ? 1 : 0)
            parts.append(localized("\(rate) texts/s"))
        }
        Terminal.show("\(ProgressBar.bar(progress.fraction))  " + parts.joined(separator: ", "))
    }

    mutating func finish() { display.finish() }
}
