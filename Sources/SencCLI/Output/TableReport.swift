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
    func write(_ results: [TableLearning.Outcome]) throws {
        let results = results.compactMap { result in result.scores.map { (result, $0) } }
        guard !results.isEmpty else { return }
        let names =
            if case .regression = results[0].1 { ["RMSE"] } else { ["accuracy", "log loss"] }
        let rows = results.map { result, scores -> (TableLearning.Outcome, [Double]) in
            switch scores {
            case .regression(let rmse): (result, [rmse])
            case .classification(let accuracy, let logLoss): (result, [accuracy, logLoss])
            }
        }
        let output = ResultOutput(nil)
        if isJSON {
            try output.write(
                JSONWriter.line {
                    $0.object { object in
                        object.member("target", target)
                        object.array("methods", rows) { writer, row in
                            writer.object {
                                $0.member("method", row.0.method.rawValue)
                                for (name, value) in zip(names, row.1) {
                                    $0.member(name.replacing(" ", with: "_").lowercased(), value)
                                }
                                $0.member("epochs", row.0.epochs)
                                $0.member("best_epoch", row.0.bestEpoch)
                            }
                        }
                    }
                })
            return
        }
        let header: [Message] =
            names.count == 1 ? ["RMSE"] : ["accuracy", "log loss"]
        guard Terminal.showsResults else {
            let lines = rows.map { row in
                ([row.0.method.rawValue] + row.1.map { decimal($0, 4) }).joined(separator: "\t")
            }
            try output.write(
                Array(
                    ((["method"] + names).joined(separator: "\t") + "\n"
                        + lines.map { $0 + "\n" }.joined()).utf8))
            return
        }
        var table = TerminalTable(
            [.column("method", .word)] + header.map { .column($0, .number) })
        for (result, values) in rows {
            table.rows.append(
                [StyledText(result.method.rawValue)] + values.map { StyledText(decimal($0, 4)) })
        }
        try output.write(table.bytes)
    }
}
