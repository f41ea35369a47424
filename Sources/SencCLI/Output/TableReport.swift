import SencFiles
import SencTraining

/// What is told of learning from a table: what the columns are taken as, and the comparison of networks.
struct TableReport {
    let target: String
    var isJSON = false

    /// - Parameter encoder: what the model is called that encodes texts, if there are any.
    func report(_ columns: TableColumns, _ learning: TableLearning, encoder: String?) {
        Terminal.report(
            columns.isRegression
                ? "\(target.quoted()) is learned as a number; --category \(target.quoted()) takes classes"
                : "\(target.quoted()) is learned as classes; --number \(target.quoted()) takes numbers"
        )
        let constant = Set(learning.constantColumns)
        func names(_ isWanted: (TableColumns.Kind) -> Bool) -> String {
            columns.kinds.filter { isWanted($0.kind) && !constant.contains($0.name) }
                .map { $0.name.quoted() }.joined(separator: ", ")
        }
        let (categories, numbers) = (names { $0 == .category }, names { $0 == .number })
        if !categories.isEmpty { Terminal.report("categories: \(categories)") }
        if !numbers.isEmpty { Terminal.report("numbers: \(numbers)") }
        let encoded = names { $0 == .text }
        if !encoded.isEmpty, let encoder {
            Terminal.report("texts: \(encoded), encoded by \(encoder.onOneLine())")
        }
        let texts = names { $0 == .ignored(.text) }
        if !texts.isEmpty {
            Terminal.report(
                """
                left out, nearly all values differ: \(texts); --text has a column encoded, \
                --category takes its values as names
                """)
        }
        let same = columns.kinds.filter {
            $0.kind == .ignored(.constant) || constant.contains($0.name)
        }
        .map { $0.name.quoted() }.joined(separator: ", ")
        if !same.isEmpty { Terminal.report("left out, all values are the same: \(same)") }
    }

    /// Prints how well each network predicts the rows of the validation; nothing without any.
    func write(_ outcomes: [TableLearning.Outcome]) throws {
        let networks = outcomes.compactMap { outcome in
            outcome.scores.map { (outcome: outcome, measures: Self.measures($0)) }
        }
        guard !networks.isEmpty else { return }
        try ResultOutput(nil).write(
            isJSON ? object(networks) : Terminal.showsResults ? table(networks) : text(networks))
    }

    private typealias Measure = (name: String, value: Double)
    private typealias Network = (outcome: TableLearning.Outcome, measures: [Measure])

    private static func measures(_ scores: TableScores) -> [Measure] {
        switch scores {
        case .regression(let rmse): [("RMSE", rmse)]
        case .classification(let accuracy, let logLoss):
            [("accuracy", accuracy), ("log loss", logLoss)]
        }
    }

    private func object(_ networks: [Network]) -> [UInt8] {
        JSONWriter.line {
            $0.object { object in
                object.member("target", target)
                object.array("methods", networks) { writer, network in
                    writer.object {
                        $0.member("method", network.outcome.method.rawValue)
                        for measure in network.measures {
                            $0.member(
                                measure.name.replacing(" ", with: "_").lowercased(), measure.value)
                        }
                        $0.member("epochs", network.outcome.epochs)
                        $0.member("best_epoch", network.outcome.bestEpoch)
                    }
                }
            }
        }
    }

    private func text(_ networks: [Network]) -> [UInt8] {
        let header = ["method"] + networks[0].measures.map(\.name)
        let rows = networks.map { network in
            [network.outcome.method.rawValue] + network.measures.map { decimal($0.value, 4) }
        }
        return Array(
            ([header] + rows).map { $0.joined(separator: "\t") + "\n" }.joined().utf8)
    }

    private func table(_ networks: [Network]) -> [UInt8] {
        let header: [Message] =
            networks[0].measures.count == 1 ? ["RMSE"] : ["accuracy", "log loss"]
        var table = TerminalTable(
            [.column("method", .word)] + header.map { .column($0, .number) })
        for network in networks {
            table.rows.append(
                [StyledText(network.outcome.method.rawValue)]
                    + network.measures.map { StyledText(decimal($0.value, 4)) })
        }
        return table.bytes
    }
}
