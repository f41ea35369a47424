import SencFiles
import SencTraining

/// What a model of a table says of rows, to be printed.
struct PredictionList {
    let predictions: [TableModel.Prediction]
    /// In the order of the probabilities; none of numbers.
    let classes: [String]
    /// Columns that are shown beside them, and their value in each row.
    let shown: [(name: String, values: [String])]
    /// Whether the probabilities of all classes are told.
    let showsAll: Bool

    private typealias Told = (value: String, probability: Float?, all: [Float])

    private func told(_ row: Int) -> Told {
        switch predictions[row] {
        case .number(let value): return ("\(value)", nil, [])
        case .probabilities(let values):
            let best = predictions[row].likeliest ?? 0
            return (classes[best], values[best], values)
        }
    }

    /// A line a row, with tabs between its values.
    var text: [UInt8] {
        var text = ""
        for row in predictions.indices {
            let told = told(row)
            var cells: [String] = []
            if showsAll {
                let order = told.all.indices.sorted { (-told.all[$0], $0) < (-told.all[$1], $1) }
                cells = order.flatMap { ["\(told.all[$0])", classes[$0].onOneLine()] }
            } else {
                cells = (told.probability.map { ["\($0)"] } ?? []) + [told.value.onOneLine()]
            }
            cells += shown.map { $0.values[row].onOneLine() }
            text += cells.joined(separator: "\t") + "\n"
        }
        return Array(text.utf8)
    }

    /// An object a row.
    var objects: [UInt8] {
        var lines = JSONLines()
        for (row, prediction) in predictions.enumerated() {
            let told = told(row)
            lines.object {
                $0.member("index", row)
                if case .number(let value) = prediction {
                    $0.member("prediction", value)
                } else {
                    $0.member("prediction", told.value)
                }
                $0.member("probability", ifPresent: told.probability)
                if showsAll {
                    $0.object("probabilities") { object in
                        for (name, value) in zip(classes, told.all) { object.member(name, value) }
                    }
                }
                for column in shown { $0.member(column.name, column.values[row]) }
            }
        }
        return lines.bytes
    }

    /// Rows under a header.
    var rows: ResultRows {
        var table = ResultRows(
            ["prediction"] + (classes.isEmpty ? [] : ["probability"])
                + (showsAll ? classes : []) + shown.map(\.name))
        for row in predictions.indices {
            let told = told(row)
            table.append(
                [told.value] + (told.probability.map { [$0.jsonText] } ?? [])
                    + (showsAll ? told.all.map(\.jsonText) : []) + shown.map { $0.values[row] })
        }
        return table
    }
}
