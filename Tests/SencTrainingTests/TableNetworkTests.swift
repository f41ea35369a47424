import SencMath
import Testing

@testable import SencTraining

/// Gradients of networks of tables.
@Suite struct TableNetworkTests {
    private static let rows = 37

    /// Two columns of categories, one of which has a category a row at most, and two of numbers.
    private func table(classes: Int?) -> EncodedTable {
        let random = CounterRandom(seed: 7, purpose: 1)
        var table = EncodedTable(rowCount: Self.rows)
        table.codes = [
            (0..<Self.rows).map { UInt32(random.integer(below: 5, at: UInt64($0))) },
            (0..<Self.rows).map { UInt32($0) },
        ]
        table.counts = [[Int](repeating: 7, count: 5), [Int](repeating: 1, count: Self.rows)]
        table.numberCount = 2
        table.numbers = (0..<2 * Self.rows).map { Float(random.normal(at: UInt64(1000 + $0))) }
        if let classes {
            table.target = .classes(
                (0..<Self.rows).map {
                    UInt32(random.integer(below: classes, at: UInt64(2000 + $0)))
                }, count: classes)
        } else {
            table.target = .numbers(
                (0..<Self.rows).map { Float(random.normal(at: UInt64(3000 + $0))) })
        }
        return table
    }

    private func trainer(_ table: EncodedTable, isSummed: Bool, threads: Int) throws -> TableTrainer
    {
        var settings = TableSettings()
        settings.batch = Self.rows
        settings.hidden = [9, 6]
        var outputs = 1
        if case .classes(_, let count) = table.target { outputs = count }
        let shape = TableNetwork.Shape(
            tables: [
                .init(rows: 5, width: isSummed ? 9 : 4),
                .init(rows: Self.rows, width: isSummed ? 9 : 7),
            ], numbers: 2, hidden: settings.hidden, outputs: outputs, isSummed: isSummed)
        return try TableTrainer(shape, table, settings, threads: threads)
    }

    private func relativeError(_ a: [Double], _ b: [Double]) -> Double {
        let difference = zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        let size = max(
            a.reduce(0) { $0 + $1 * $1 }, b.reduce(0) { $0 + $1 * $1 }, .leastNormalMagnitude)
        return (difference / size).squareRoot()
    }

    @Test(arguments: [nil, 2, 4], [false, true])
    func gradientsAreThoseOfTheLoss(classes: Int?, isSummed: Bool) throws {
        let table = table(classes: classes)
        let trainer = try trainer(table, isSummed: isSummed, threads: 2)
        // Larger than they begin, so that their gradients are not small beside the others'.
        for table in trainer.network.tables {
            for index in 0..<table.vectors.count { table.vectors.base[index] *= 4 }
        }
        var reference = DoubleTableNetwork(trainer.network, table)
        let rows = Array(0..<Self.rows)
        let gradients = reference.gradients(rows)
        let step = 1e-6
        for part in gradients.indices {
            let numeric = reference.parameters[part].indices.map { index -> Double in
                let value = reference.parameters[part][index]
                defer { reference.parameters[part][index] = value }
                reference.parameters[part][index] = value + step
                let above = reference.loss(rows)
                reference.parameters[part][index] = value - step
                return (above - reference.loss(rows)) / (2 * step)
            }
            #expect(relativeError(gradients[part], numeric) < 1e-6, "part \(part)")
        }
        // In float32 they are these, rounded.
        let loss = trainer.gradients(of: rows)
        #expect(abs(loss - reference.loss(rows)) < 1e-5 * reference.loss(rows))
        let network = trainer.network
        for (index, table) in network.tables.enumerated() {
            var own = [Double](repeating: 0, count: table.vectors.count)
            for touched in 0..<table.touchedCount {
                for column in 0..<table.width {
                    own[table.row(touched: touched) * table.width + column] = Double(
                        table.gradients.base[touched * table.width + column])
                }
            }
            #expect(relativeError(own, gradients[index]) < 1e-5, "table \(index)")
        }
        for (index, layer) in network.layers.enumerated() {
            let place = network.tables.count + 2 * index
            #expect(
                relativeError(layer.weightGradients.elements.map(Double.init), gradients[place])
                    < 1e-5, "layer \(index)")
            #expect(
                relativeError(layer.biasGradients.elements.map(Double.init), gradients[place + 1])
                    < 1e-5, "bias \(index)")
        }
    }

    @Test func outputsAreThoseOfTheReference() throws {
        let table = table(classes: nil)
        let trainer = try trainer(table, isSummed: false, threads: 3)
        let rows = Array(0..<Self.rows)
        let scores = trainer.scores(of: rows)
        let reference = DoubleTableNetwork(trainer.network, table)
        #expect(abs(scores.loss - reference.loss(rows)) < 1e-5 * scores.loss)
    }

    @Test func whatIsLeftOutIsTheShareThatIsAsked() {
        let dropout = TableNetwork.Dropout(
            random: CounterRandom(seed: 1, purpose: 2), rate: 0.25, place: 0)
        let count = 4001
        var values = [Float](repeating: 1, count: count)
        values.withUnsafeMutableBufferPointer { buffer in
            if let base = buffer.baseAddress {
                dropout.apply(base, count: count, row: 3, layer: 1, stride: count)
            }
        }
        let kept = values.count { $0 != 0 }
        #expect(abs(Double(kept) / Double(count) - 0.75) < 0.03)
        #expect(values.allSatisfy { $0 == 0 || $0 == Float(1 / 0.75) })
    }
}
