import SencFiles
import SencTraining

/// What came of teaching a model to tell labels apart.
struct LabelOutcome {
    /// Texts that were learned from.
    let examples: Int
    let labels: [String]
    let outcome: SentenceOutcome
    let folds: LabelFolds?

    /// Shares of right labels for texts that were not learned from: before, after, and those of folds.
    private var accuracy: (before: Double, after: Double)? {
        if let folds {
            return (Self.mean(folds.before), Self.mean(folds.after))
        }
        guard let before = outcome.before, let after = outcome.best else { return nil }
        return (before, after)
    }

    private static func mean(_ values: [Double]) -> Double {
        values.reduce(0, +) / Double(max(1, values.count))
    }

    /// The outcome with the accuracy as its validation.
    var forCard: SentenceOutcome {
        var result = outcome
        (result.before, result.best) = (accuracy?.before, accuracy?.after)
        return result
    }

    /// Says it, and prints an object if that is asked for.
    func report(_ curve: LossCurve, asJSON: Bool) throws {
        if let accuracy {
            let (before, after) = (decimal(accuracy.before, 4), decimal(accuracy.after, 4))
            Terminal.report("accuracy \(before) before, \(after) after")
        } else {
            Terminal.report("to see what teaching brought, give --validation or --folds")
        }
        guard asJSON else { return }
        try ResultOutput(nil).write(object(curve))
    }

    private func object(_ curve: LossCurve) -> [UInt8] {
        JSONWriter.line {
            $0.object { report in
                report.member("examples", examples)
                report.member("labels", labels)
                report.member("steps", outcome.steps)
                report.member("last_loss", outcome.loss)
                if let accuracy {
                    report.member("accuracy_before", accuracy.before)
                    report.member("accuracy_after", accuracy.after)
                }
                if let folds {
                    report.member("folds_before", folds.before)
                    report.member("folds_after", folds.after)
                }
                report.member("curve", curve)
            }
        }
    }
}
