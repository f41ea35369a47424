import Senc
import SencFiles

/// Prints scores as they are asked for.
struct ScorePrinter {
    var scale: ScoreScale?

    func text(_ score: Float) -> String {
        guard let scale else { return "\(score)" }
        return "\(scale.percentile(score))"
    }

    /// For eyes.
    func brief(_ score: Float) -> String {
        decimal(scale.map { Double($0.percentile(score)) } ?? Double(score), 4)
    }

    /// As in JSON.
    func cell(_ score: Float) -> String {
        guard let scale else { return score.jsonText }
        return scale.percentile(score).jsonText
    }

    func write(_ score: Float, to writer: inout JSONWriter) {
        guard let scale else { return writer.value(score) }
        writer.value(scale.percentile(score))
    }
}
