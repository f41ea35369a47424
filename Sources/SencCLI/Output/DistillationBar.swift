import SencFiles
import SencTraining

/// How far a model is distilled, redrawn in place on a terminal; nothing anywhere else.
struct DistillationBar {
    private var display = RedrawnLine()

    mutating func update(_ progress: DistillationProgress) {
        guard display.due() != nil else { return }
        switch progress {
        case .tokens(let done, let count):
            show(done, of: count, localized("vectors of tokens"))
        case .texts(let count):
            let count = count.grouped(in: .current)
            Terminal.show(localized("reading: \(count) texts"))
        case .teacher(let done, let count):
            show(done, of: count, localized("the teacher's vectors of texts"))
        case .step(let step, let steps, let pass, let passes, let loss):
            let loss = decimal(loss, 4)
            let parts = [localized("pass \(pass) of \(passes)"), localized("loss \(loss)")]
            show(step, of: steps, parts.joined(separator: ", "))
        case .pass: break
        }
    }

    private func show(_ done: Int, of count: Int, _ text: String) {
        let share = Double(done) / Double(max(1, count))
        Terminal.show("\(ProgressBar.bar(share))  \(text)")
    }

    mutating func finish() { display.finish() }
}
