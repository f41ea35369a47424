import SencMath

@testable import SencTraining

/// The network of a table in double precision, written anew from its formulas.
struct DoubleTableNetwork {
    /// What is learned: for each table [rows · width], then for each layer weights and bias.
    var parameters: [[Double]]
    let shape: TableNetwork.Shape
    let table: EncodedTable

    init(_ network: TableNetwork, _ table: EncodedTable) {
        (shape, self.table) = (network.shape, table)
        parameters =
            network.tables.map { $0.vectors.elements.map(Double.init) }
            + network.layers.flatMap {
                [$0.weights.elements.map(Double.init), $0.bias.elements.map(Double.init)]
            }
    }

    private var widths: [Int] { [shape.inputs] + shape.hidden + [shape.outputs] }

    /// What each layer takes of a row, and at last the outputs.
    private func values(_ row: Int) -> [[Double]] {
        var input: [Double] = []
        var sum = [Double](repeating: 0, count: widths[1])
        for (index, codes) in table.codes.enumerated() {
            let width = shape.tables[index].width
            let start = Int(codes[row]) * width
            let vector = parameters[index][start..<start + width]
            if shape.isSummed {
                for (column, element) in vector.enumerated() { sum[column] += element }
            } else {
                input += vector
            }
        }
        for column in 0..<table.numberCount {
            input.append(Double(table.numbers[row * table.numberCount + column]))
        }
        if input.isEmpty { input = [0] }
        var all = [input]
        for layer in 1..<widths.count {
            let weights = parameters[shape.tables.count + 2 * (layer - 1)]
            let bias = parameters[shape.tables.count + 2 * (layer - 1) + 1]
            let below = all[layer - 1]
            all.append(
                (0..<widths[layer]).map { output in
                    var value = bias[output] + (layer == 1 ? sum[min(output, sum.count - 1)] : 0)
                    for input in 0..<widths[layer - 1] {
                        value += weights[output * widths[layer - 1] + input] * below[input]
                    }
                    return layer < widths.count - 1 ? max(0, value) : value
                })
        }
        return all
    }

    /// A row's loss, and its derivatives by the outputs.
    private func loss(_ row: Int, _ outputs: [Double]) -> (Double, [Double]) {
        switch table.target {
        case .numbers(let numbers):
            let error = outputs[0] - Double(numbers[row])
            return (error * error, [2 * error])
        case .classes(let classes, _):
            let powers = outputs.map { Double.exp($0) }
            let sum = powers.reduce(0, +)
            let target = Int(classes[row])
            return (
                Double.log(sum) - outputs[target],
                powers.indices.map { powers[$0] / sum - ($0 == target ? 1 : 0) }
            )
        case .none: return (0, [])
        }
    }

    /// The mean loss of rows.
    func loss(_ rows: [Int]) -> Double {
        rows.reduce(0) { $0 + loss($1, values($1).last ?? []).0 } / Double(rows.count)
    }

    /// The derivatives of the mean loss by all parameters.
    func gradients(_ rows: [Int]) -> [[Double]] {
        var result = parameters.map { $0.map { _ in 0.0 } }
        for row in rows {
            let all = values(row)
            var above = loss(row, all.last ?? []).1.map { $0 / Double(rows.count) }
            for layer in (1..<widths.count).reversed() {
                let place = shape.tables.count + 2 * (layer - 1)
                var below = [Double](repeating: 0, count: widths[layer - 1])
                for output in 0..<widths[layer] {
                    result[place + 1][output] += above[output]
                    for input in 0..<widths[layer - 1] {
                        let index = output * widths[layer - 1] + input
                        result[place][index] += above[output] * all[layer - 1][input]
                        below[input] += above[output] * parameters[place][index]
                    }
                }
                if layer == 1, shape.isSummed {
                    add(above, row, &result)
                } else if layer == 1 {
                    add(below, row, &result)
                }
                above = below.indices.map {
                    layer > 1 && all[layer - 1][$0] <= 0 ? 0 : below[$0]
                }
            }
        }
        return result
    }

    /// Adds what comes back to a row's vectors.
    private func add(_ gradient: [Double], _ row: Int, _ result: inout [[Double]]) {
        var offset = 0
        for (index, codes) in table.codes.enumerated() {
            let width = shape.tables[index].width
            for column in 0..<width {
                result[index][Int(codes[row]) * width + column] += gradient[offset + column]
            }
            if !shape.isSummed { offset += width }
        }
    }
}
