import SencFiles
import SencTraining

/// How far the training of a tokenizer has come, redrawn in place on a terminal; nothing anywhere
/// else.
struct TokenizerBar {
    private var display = RedrawnLine()

    mutating func update(_ progress: TokenizerProgress) {
        guard display.due() != nil else { return }
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

    mutating func finish() { display.finish() }
}
