import TestSupport
import Testing

@testable import SencMath

/// Steps of gradient descent, against plain sums in double precision and each other.
@Suite struct TrainingKernelTests {
    private struct Problem {
        let dimension: Int
        let stride: Int
        let inputs: [[Float]]
        let targets: [[Float]]
        let labels: [Float]
        let negativeWeight: Float = 0.625

        init(_ inputs: Int, _ targets: Int, _ dimension: Int, seed: UInt64 = 1) {
            var random = SplitMix(seed: seed)
            self.dimension = dimension
            stride = TrainingKernels.stride(dimension: dimension)
            let padding = [Float](repeating: 0, count: stride - dimension)
            self.inputs = (0..<inputs).map { _ in random.floats(dimension, in: -1...1) + padding }
            self.targets = (0..<targets).map { _ in random.floats(dimension, in: -1...1) + padding }
            labels = (0..<targets).map { _ in Bool.random(using: &random) ? 1 : 0 }
        }

        init(inputs: [[Float]], like other: Problem) {
            (self.inputs, targets, labels) = (inputs, other.targets, other.labels)
            (dimension, stride) = (other.dimension, other.stride)
        }

        /// Rows of steps of the inputs, then of the targets, and the loss; of the inputs' mean, one
        /// row for all of them.
        func steps(
            _ family: KernelFamily, rate: Float, usesMean: Bool = false, parts: Int = 1
        ) -> (steps: [[Float]], loss: Double) {
            let kernels = TrainingKernels(family)
            let width = TrainingKernels.productCount(targets: targets.count)
            let inputCount = usesMean ? 1 : inputs.count
            let padding = [Float](repeating: 1, count: TrainingKernels.labelPadding)
            var (inputSteps, targetSteps): ([[Float]], [[Float]]) = (
                .init(repeating: [], count: inputCount),
                .init(repeating: [], count: targets.count)
            )
            var products = [Float](repeating: .nan, count: parts * inputCount * width)
            var factors = [Float](repeating: .nan, count: inputCount * width)
            var loss = [0.0]
            var partSteps = (0..<parts).map { _ in [Float]() }
            // A part of the columns is a table of its own.
            let vectors = stride / 16
            let ranges = (0..<parts).map {
                vectors * $0 / parts * 16..<vectors * ($0 + 1) / parts * 16
            }
            func withWindow(_ range: Range<Int>, _ body: (TrainingKernels.Windows) -> Void) {
                let (x, t) = (inputs.flatMap { $0[range] }, targets.flatMap { $0[range] })
                x.withUnsafeBufferPointer { x in
                    t.withUnsafeBufferPointer { t in
                        let ids = Array(0..<UInt32(max(inputs.count, targets.count)))
                        let labels = labels + padding
                        let starts: [UInt32] = [0, UInt32(inputs.count), UInt32(targets.count), 0]
                        starts.withUnsafeBufferPointer { starts in
                            ids.withUnsafeBufferPointer { ids in
                                labels.withUnsafeBufferPointer { labels in
                                    let targetStarts: [UInt32] = [0, starts[2]]
                                    targetStarts.withUnsafeBufferPointer { targetStarts in
                                        body(
                                            TrainingKernels.Windows(
                                                inputs: x.baseAddress!, targets: t.baseAddress!,
                                                inputIDs: ids.baseAddress!,
                                                targetIDs: ids.baseAddress!,
                                                inputStarts: starts.baseAddress!,
                                                targetStarts: targetStarts.baseAddress!,
                                                productStarts: targetStarts.baseAddress!,
                                                labels: labels.baseAddress!,
                                                negativeWeight: negativeWeight,
                                                usesMean: usesMean))
                                    }
                                }
                            }
                        }
                    }
                }
            }
            for (part, range) in ranges.enumerated() {
                partSteps[part] = [Float](
                    repeating: .nan, count: (inputCount + targets.count) * range.count)
                withWindow(range) { window in
                    products.withUnsafeMutableBufferPointer { products in
                        kernels.logisticProducts(
                            window, 0..<1, stride: range.count, inputSteps: &partSteps[part],
                            to: products.baseAddress! + part * inputCount * width)
                    }
                }
            }
            withWindow(ranges[0]) { window in
                products.withUnsafeBufferPointer {
                    kernels.logisticFactors(
                        window, 0..<1, rate: rate,
                        TrainingKernels.Products(
                            $0.baseAddress!, count: parts, stride: inputCount * width),
                        to: &factors, losses: &loss)
                }
            }
            for (part, range) in ranges.enumerated() {
                withWindow(range) { window in
                    partSteps[part].withUnsafeMutableBufferPointer {
                        kernels.logisticSteps(
                            window, 0..<1, stride: range.count, factors,
                            inputSteps: $0.baseAddress!,
                            targetSteps: $0.baseAddress! + inputCount * range.count)
                    }
                }
                for row in 0..<inputCount + targets.count {
                    let elements = partSteps[part][row * range.count..<(row + 1) * range.count]
                    if row < inputCount {
                        inputSteps[row] += elements
                    } else {
                        targetSteps[row - inputCount] += elements
                    }
                }
            }
            return (inputSteps + targetSteps, loss[0])
        }

        /// The cross entropy in double precision.
        func loss(_ rows: [[Double]]) -> Double {
            var sum = 0.0
            for input in rows[..<inputs.count] {
                for (target, label) in zip(rows[inputs.count...], labels) {
                    let x = zip(input, target).reduce(0) { $0 + $1.0 * $1.1 }
                    let y = Double(label)
                    sum += y * Double.log1p(Double.exp(-x))
                    sum += Double(negativeWeight) * (1 - y) * Double.log1p(Double.exp(x))
                }
            }
            return sum
        }

        var rows: [[Double]] { (inputs + targets).map { $0[..<dimension].map(Double.init) } }
    }

    private static let shapes = [
        (1, 1, 1), (1, 6, 100), (10, 6, 100), (3, 5, 17), (7, 13, 33), (4, 4, 16), (9, 31, 64),
    ]

    /// By central differences.
    @Test(arguments: families, shapes)
    func stepsAreTheLossesGradient(family: KernelFamily, shape: (Int, Int, Int)) {
        let problem = Problem(shape.0, shape.1, shape.2)
        let (steps, loss) = problem.steps(family, rate: 1)
        let rows = problem.rows
        #expect(abs(loss - problem.loss(rows)) < 1e-5 * max(1, loss))
        let h = 1e-5
        for row in rows.indices {
            for column in 0..<problem.dimension {
                var moved = rows
                moved[row][column] += h
                let above = problem.loss(moved)
                moved[row][column] -= 2 * h
                let gradient = (above - problem.loss(moved)) / (2 * h)
                #expect(abs(Double(steps[row][column]) + gradient) < 2e-5 * max(1, abs(gradient)))
            }
            #expect(steps[row][problem.dimension...].allSatisfy { $0 == 0 })
        }
    }

    /// Each row of a mean is moved by the gradient of the mean, as in word2vec.
    @Test(arguments: families, shapes)
    func stepsOfAMeanAreTheGradient(family: KernelFamily, shape: (Int, Int, Int)) {
        let problem = Problem(shape.0, shape.1, shape.2)
        let (steps, loss) = problem.steps(family, rate: 1, usesMean: true)
        let rows = problem.rows
        func meanLoss(_ rows: [[Double]]) -> Double {
            let inputs = rows[..<problem.inputs.count]
            let mean = (0..<problem.dimension).map { column in
                inputs.reduce(0) { $0 + $1[column] } / Double(inputs.count)
            }
            return Problem(inputs: [[]], like: problem)
                .loss([mean] + rows[problem.inputs.count...])
        }
        #expect(abs(loss - meanLoss(rows)) < 1e-5 * max(1, loss))
        let h = 1e-5
        for row in rows.indices {
            let step = row < problem.inputs.count ? steps[0] : steps[row - problem.inputs.count + 1]
            for column in 0..<problem.dimension {
                var moved = rows
                moved[row][column] += h
                let above = meanLoss(moved)
                moved[row][column] -= 2 * h
                var gradient = (above - meanLoss(moved)) / (2 * h)
                // A row is moved as the mean is, of which it is but a part.
                if row < problem.inputs.count { gradient *= Double(problem.inputs.count) }
                #expect(abs(Double(step[column]) + gradient) < 2e-5 * max(1, abs(gradient)))
            }
        }
    }

    /// Of rows in parts, whose products are summed: the same but for rounding.
    @Test(arguments: families)
    func partsOfRowsMakeTheSameSteps(family: KernelFamily) {
        let problem = Problem(7, 6, 100)
        let whole = problem.steps(family, rate: 0.5)
        let parts = problem.steps(family, rate: 0.5, parts: 2)
        #expect(abs(whole.loss - parts.loss) < 1e-5 * whole.loss)
        for (a, b) in zip(whole.steps, parts.steps) {
            #expect(zip(a, b).allSatisfy { abs($0 - $1) < 1e-5 })
        }
    }

    /// A row's step is the same to the bit whatever other rows of its set there are.
    @Test(arguments: families)
    func aRowsStepIsItsOwn(family: KernelFamily) {
        let all = Problem(11, 9, 50)
        let (steps, _) = all.steps(family, rate: 0.025)
        for count in 1..<11 {
            let part = Problem(inputs: Array(all.inputs[..<count]), like: all)
            #expect(
                Array(steps[..<count]) == Array(part.steps(family, rate: 0.025).steps[..<count]))
        }
    }

    @Test(arguments: families)
    func largeProductsAreBounded(family: KernelFamily) {
        var problem = Problem(2, 2, 4)
        problem = Problem(
            inputs: problem.inputs.map { $0.map { $0 * 1e4 } }, like: problem)
        let (steps, loss) = problem.steps(family, rate: 1)
        #expect(loss.isFinite && steps.allSatisfy { $0.allSatisfy(\.isFinite) })
    }

    @Test(arguments: families)
    func rowsGetTheirStepsInOrder(family: KernelFamily) {
        var random = SplitMix(seed: 2)
        let (stride, rows, count) = (32, 7, 50)
        let start = random.floats(rows * stride, in: -1...1)
        let steps = random.floats(count * stride, in: -1...1)
        let ids = (0..<count).map { _ in UInt32.random(in: 0..<UInt32(rows), using: &random) }
        let places = (0..<count).map { UInt32(count - 1 - $0) }
        var expected = start
        for (id, place) in zip(ids, places) {
            for column in 0..<stride {
                expected[Int(id) * stride + column] += steps[Int(place) * stride + column]
            }
        }
        let (idPointer, stepPointer, placePointer) = (
            ScratchBuffer(ids), ScratchBuffer(steps), ScratchBuffer(places)
        )
        for threads in 1...3 {
            let table = FloatBuffer(count: rows * stride)
            _ = table.elements.update(from: start)
            for part in 0..<threads {
                TrainingKernels(family).scatter(
                    TrainingKernels.RowSteps(
                        ids: idPointer.base, count: count, steps: stepPointer.base,
                        places: placePointer.base),
                    to: table.base, stride: stride, part: part, of: threads)
            }
            #expect(Array(table.elements) == expected)
        }
    }

    @Test(arguments: families)
    func aMeanIsThatOfItsRows(family: KernelFamily) {
        let rows: [Float] = (0..<48).map(Float.init)
        var mean = [Float](repeating: .nan, count: 16)
        TrainingKernels(family).means(
            of: rows, stride: 16, [0, 1, 2], starts: [0, 3], 0..<1, to: &mean)
        #expect(mean == (16..<32).map(Float.init))
    }
}

extension ScratchBuffer {
    fileprivate convenience init(_ elements: [Value]) {
        self.init()
        reserve(elements.count)
        base.update(from: elements, count: elements.count)
    }
}

/// Threads that wait for each other.
@Suite struct ThreadTeamTests {
    @Test(arguments: 1...5)
    func stepsAreDoneBeforeTheNext(threads: Int) {
        let rounds = 200
        let cells = FloatBuffer(count: threads)
        let sums = FloatBuffer(count: rounds)
        cells.elements.update(repeating: 0)
        ThreadTeam.run(threads: threads) { member in
            for round in 0..<rounds {
                cells.base[member.index] += 1
                member.wait()
                if member.index == round % member.count {
                    sums.base[round] = cells.elements[..<member.count].reduce(0, +)
                }
                member.wait()
            }
        }
        #expect(Array(sums.elements) == (1...rounds).map { Float($0 * threads) })
    }

    @Test func sharesAreAllOfIt() {
        ThreadTeam.run(threads: 3) { member in
            let shares = (0..<3).map { index in 10 * index / 3..<10 * (index + 1) / 3 }
            #expect(member.share(of: 10) == shares[member.index])
        }
    }
}
