import SencFiles
import SencTraining

/// What `--tune` tries, told line by line as it is tried, and what it chose.
struct TuningReport {
    private static let names: [Message] = [
        "exponent", "epochs", "subsampling", "window", "rate", "dimension",
        .init(verbatim: "hits@10"), .init(verbatim: "MRR"),
    ]
    private static let width = 12

    private var hasHeader = false

    /// A line of the table on standard error.
    mutating func show(_ trial: ItemTuning.Trial, asJSON: Bool) {
        if !hasHeader {
            Terminal.report(Message(verbatim: line(Self.names.map(\.localized), mark: "")))
            hasHeader = true
        }
        let values =
            ItemTuning.Setting.allCases.map { Self.value($0, trial.options) } + [
                decimal(trial.measures.hitRate, 4), decimal(trial.measures.reciprocalRank, 4),
            ]
        Terminal.report(Message(verbatim: line(values, mark: trial.isKept ? " *" : "")))
    }

    private func line(_ values: [String], mark: String) -> String {
        values.map { $0.paddedBefore(to: Self.width) }.joined() + mark
    }

    /// Why the settings were chosen.
    func conclude(_ tuning: ItemTuning) {
        let (first, best) = (tuning.trials[0], tuning.best)
        let sessions = best.measures.sessions
        let (before, after) = (
            decimal(first.measures.hitRate, 4), decimal(best.measures.hitRate, 4)
        )
        let changed = ItemTuning.Setting.allCases.filter {
            Self.value($0, first.options) != Self.value($0, best.options)
        }.map { "--\(Self.option($0)) \(Self.value($0, best.options))" }
        let tried = tuning.trials.count
        guard !changed.isEmpty else {
            return Terminal.report(
                """
                kept the settings as they were: none of \(tried) trials tells the last of \
                \(sessions) sessions better (hits@10 \(before))
                """)
        }
        Terminal.report(
            """
            chosen: \(changed.joined(separator: " ")), the best of \(tried) trials at telling the \
            last of \(sessions) sessions (hits@10 \(after), \(before) without)
            """)
    }

    private static func option(_ setting: ItemTuning.Setting) -> String {
        setting == .learningRate ? "learning-rate" : setting.rawValue
    }

    private static func value(_ setting: ItemTuning.Setting, _ options: ItemOptions) -> String {
        let sequences = options.sequences
        switch setting {
        case .exponent:
            guard case .negativeSampling(_, let exponent) = sequences.output else { return "" }
            return exponent.description
        case .epochs: return String(sequences.passes)
        case .subsampling: return sequences.subsampling.description
        case .window:
            return options.takesWholeSessions ? localized("all") : String(sequences.window)
        case .learningRate: return sequences.learningRate.description
        case .dimension: return String(sequences.dimension)
        }
    }

    /// All trials as one JSON object.
    static func object(_ tuning: ItemTuning) -> [UInt8] {
        JSONWriter.line {
            $0.object { object in
                object.member("sessions", tuning.best.measures.sessions)
                object.member("sample", tuning.sampleSize)
                object.member("chosen") { write(tuning.best, to: &$0) }
                object.array("trials", tuning.trials) { write($1, to: &$0) }
            }
        }
    }

    private static func write(_ trial: ItemTuning.Trial, to writer: inout JSONWriter) {
        let sequences = trial.options.sequences
        writer.object { object in
            if case .negativeSampling(_, let exponent) = sequences.output {
                object.member("exponent", exponent)
            }
            object.member("epochs", sequences.passes)
            object.member("subsampling", sequences.subsampling)
            object.member(
                "window", ifPresent: trial.options.takesWholeSessions ? nil : sequences.window)
            object.member("learning_rate", sequences.learningRate)
            object.member("dimension", sequences.dimension)
            object.member("hit_rate@10", trial.measures.hitRate)
            object.member("mrr", trial.measures.reciprocalRank)
        }
    }
}
