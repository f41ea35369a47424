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

        /// Rows of steps of the inputs, then of the targets, and the loss.
        func steps(_ family: KernelFamily, rate: Float) -> (steps: [[Float]], loss: Double) {
            let kernels = TrainingKernels(family)
            let count = inputs.count + targets.count
            var steps = [Float](repeating: .nan, count: count * stride)
            var scratch = [Float](
                repeating: .nan,
                count: kernels.scratchCount(inputs: inputs.count, targets: targets.count))
            var loss = 0.0
            let flat = (inputs + targets).flatMap(\.self)
            flat.withUnsafeBufferPointer { flat in
                let rows: [TrainingKernels.Row] = (0..<count).map {
                    flat.baseAddress! + $0 * stride
                }
                rows.withUnsafeBufferPointer { rows in
                    steps.withUnsafeMutableBufferPointer { steps in
                        kernels.logisticStep(
                            TrainingKernels.Products(
                                inputs: .init(rebasing: rows[..<inputs.count]),
                                targets: .init(rebasing: rows[inputs.count...]), labels: labels,
                                stride: stride), rate: rate, inputSteps: steps.baseAddress!,
                            targetSteps: steps.baseAddress! + inputs.count * stride,
                            scratch: &scratch, loss: &loss)
                    }
                }
            }
            return (
                (0..<count).map { Array(steps[$0 * stride..<($0 + 1) * stride]) }, loss
            )
        }

        /// The cross entropy in double precision.
        func loss(_ rows: [[Double]]) -> Double {
            var sum = 0.0
            for input in rows[..<inputs.count] {
                for (target, label) in zip(rows[inputs.count...], labels) {
                    let x = zip(input, target).reduce(0) { $0 + $1.0 * $1.1 }
                    let y = Double(label)
                    sum += y * Double.log1p(Double.exp(-x)) + (1 - y) * Double.log1p(Double.exp(x))
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
        for threads in 1...3 {
            let table = FloatBuffer(count: rows * stride)
            _ = table.elements.update(from: start)
            ThreadTeam.run(threads: threads) { member in
                ids.withUnsafeBufferPointer { ids in
                    TrainingKernels(family).scatter(
                        steps, ids, places: places, to: table.base, stride: stride, member)
                }
            }
            #expect(Array(table.elements) == expected)
        }
    }

    @Test(arguments: families)
    func aMeanIsThatOfItsRows(family: KernelFamily) {
        let rows: [Float] = (0..<48).map(Float.init)
        var mean = [Float](repeating: .nan, count: 16)
        rows.withUnsafeBufferPointer { rows in
            let starts: [TrainingKernels.Row] = (0..<3).map { rows.baseAddress! + $0 * 16 }
            starts.withUnsafeBufferPointer {
                TrainingKernels(family).mean($0, stride: 16, to: &mean)
            }
        }
        #expect(mean == (16..<32).map(Float.init))
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
