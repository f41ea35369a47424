import Senc
import SencFiles

/// Prints scores as they are asked for.
struct ScorePrinter {
    var scale: ScoreScale?

    func text(_ score: Float) -> String {
        guard let scale else { return "\(score)" }
        return "\(scale.percentile(score))"
    }
}

extension JSONText {
    mutating func append(_ score: Float, _ printer: ScorePrinter) {
        if let scale = printer.scale {
            append(number: scale.percentile(score))
        } else {
            append(number: score)
        }
    }
}
