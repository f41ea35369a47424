import SencFiles
import SencTraining

/// How far the learning of recommendations has come, redrawn in place on a terminal; nothing anywhere
/// else.
struct RecommendBar {
    private var display = RedrawnLine()
    private var fraction = RecentRate()

    mutating func update(_ progress: TrainingProgress) {
        guard let time = display.due() else { return }
        fraction.add(progress.fraction, at: time)
        var parts: [String] = []
        if progress.passes > 1 {
            parts.append(localized("pass \(progress.pass) of \(progress.passes)"))
        }
        if let loss = progress.loss {
            let loss = decimal(loss, 4)
            parts.append(localized("loss \(loss)"))
        }
        if let left = fraction.secondsLeft(to: 1) { parts.append(ProgressBar.timeLeft(left)) }
        Terminal.show(
            "\(ProgressBar.bar(progress.fraction))  " + parts.joined(separator: ", "))
    }

    mutating func finish() { display.finish() }
}
