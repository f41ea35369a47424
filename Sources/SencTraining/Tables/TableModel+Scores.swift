internal import SencMath

extension TableModel {
    /// How far predictions are from what rows have as the target, of those that have one.
    /// - Parameters:
    ///   - predictions: one for each row.
    ///   - rows: as they were given to `predictions`.
    /// - Returns: `nil` if none has one that is known.
    public func scores(of predictions: [Prediction], rows: TableRows) -> TableScores? {
        guard let place = rows.place(of: targetName) else { return nil }
        let column = rows.columns[place]
        var places: [[UInt8]: Int] = [:]
        if case .classes(let classes) = target {
            for (place, name) in classes.enumerated() { places[Array(name.utf8)] = place }
        }
        let classes = (0..<column.values.count).map { places[Array(column.values[$0].utf8)] }
        var (count, loss, right) = (0, 0.0, 0)
        for (prediction, code) in zip(predictions, column.codes)
        where code != TableRows.Column.missing {
            switch (target, prediction) {
            case (.number, .number(let number)):
                guard
                    case .number(let wanted) = TableRows.number(column.values[Int(code)])
                else { continue }
                loss += (number - wanted) * (number - wanted)
            case (.classes, .probabilities(let probabilities)):
                guard let wanted = classes[Int(code)] else { continue }
                loss -= Double.log(Double(max(probabilities[wanted], .leastNormalMagnitude)))
                if prediction.likeliest == wanted { right += 1 }
            default: continue
            }
            count += 1
        }
        guard count > 0 else { return nil }
        let mean = loss / Double(count)
        if case .number = target { return .regression(rmse: mean.squareRoot()) }
        return .classification(accuracy: Double(right) / Double(count), logLoss: mean)
    }
}
