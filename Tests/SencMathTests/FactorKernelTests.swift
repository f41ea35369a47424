import TestSupport
import Testing

@testable import SencMath

/// Vectors of users and items, against plain sums in double precision.
@Suite struct FactorKernelTests {
    @Test(arguments: families)
    func tilesAreMultiplied(family: KernelFamily) {
        var random = SplitMix(seed: 1)
        for size in [48, 96] {
            let numbers = (0..<3).map { _ in
                random.floats(size * size, in: -1...1).map(Double.init)
            }
            var c = numbers[2]
            TrainingKernels(family).multiplyTile(
                numbers[0], numbers[1], to: &c, size: size, scale: -2)
            for i in 0..<size {
                for j in 0..<size {
                    var sum = 0.0
                    for k in 0..<size { sum += numbers[0][i * size + k] * numbers[1][k * size + j] }
                    let expected = numbers[2][i * size + j] - 2 * sum
                    #expect(abs(c[i * size + j] - expected) < 1e-12)
                }
            }
        }
    }

    @Test(arguments: families, [1, 16, 33, 100])
    func productsAndGramsAreThoseOfRows(family: KernelFamily, dimension: Int) {
        var random = SplitMix(seed: 2)
        let stride = TrainingKernels.stride(dimension: dimension)
        let count = 37
        let rows = random.floats(count * stride, in: -1...1)
        let x = random.floats(stride, in: -1...1)
        let kernels = TrainingKernels(family)
        var products = [Float](repeating: .nan, count: count + 1)
        kernels.products(rows, count: count, stride: stride, x: x, to: &products)
        #expect(products[count].isNaN)
        for row in 0..<count {
            let exact = (0..<stride).reduce(0.0) {
                $0 + Double(rows[row * stride + $1]) * Double(x[$1])
            }
            #expect(abs(Double(products[row]) - exact) < 1e-5)
        }
        var gram = [Float](repeating: 1, count: stride * stride)
        kernels.addGram(rows, count: count, stride: stride, to: &gram)
        for i in 0..<stride {
            for j in 0..<stride {
                let exact = (0..<count).reduce(1.0) {
                    $0 + Double(rows[$1 * stride + i]) * Double(rows[$1 * stride + j])
                }
                #expect(abs(Double(gram[i * stride + j]) - exact) < 1e-4)
            }
        }
    }

    /// As many steps as there are numbers solve the equations, which Gaussian elimination in double
    /// precision does, too.
    @Test(arguments: families, [(5, 3, true), (16, 40, false), (33, 7, true), (64, 200, true)])
    func leastSquaresAreSolved(family: KernelFamily, shape: (Int, Int, Bool)) {
        let (dimension, count, hasWeights) = shape
        var random = SplitMix(seed: 3)
        let stride = TrainingKernels.stride(dimension: dimension)
        let rowCount = 250
        var table = [Float](repeating: 0, count: rowCount * stride)
        for row in 0..<rowCount {
            let numbers = random.floats(dimension, in: -1...1)
            for column in 0..<dimension { table[row * stride + column] = numbers[column] }
        }
        let ids = (0..<count).map { UInt32(($0 * 7 + 3) % rowCount) }
        let weights = hasWeights ? random.floats(count, in: 0...3) : nil
        let (weight, ridge): (Float, Float) = (2, 5)
        let kernels = TrainingKernels(family)
        var gram = [Float](repeating: 0, count: stride * stride)
        kernels.addGram(table, count: rowCount, stride: stride, to: &gram)
        var x = [Float](repeating: 0, count: stride)
        var scratch = [Float](
            repeating: .nan, count: TrainingKernels.leastSquaresScratch(stride: stride))
        func solve(_ weights: UnsafePointer<Float>?) {
            table.withUnsafeBufferPointer { table in
                ids.withUnsafeBufferPointer { ids in
                    kernels.solve(
                        ObservedRows(
                            table: table.baseAddress!, stride: stride, ids: ids.baseAddress!,
                            weights: weights, weight: weight, count: count),
                        gram: gram, ridge: ridge, steps: 3 * dimension, x: &x, scratch: &scratch)
                }
            }
        }
        if let weights {
            weights.withUnsafeBufferPointer { solve($0.baseAddress) }
        } else {
            solve(nil)
        }
        // (Σ y yᵀ + Σ w y yᵀ + ridge) x = Σ (1 + w) y
        var matrix = [[Double]](
            repeating: [Double](repeating: 0, count: dimension + 1), count: dimension)
        func add(_ row: Int, _ factor: Double, _ target: Double) {
            for i in 0..<dimension {
                let a = Double(table[row * stride + i])
                matrix[i][dimension] += target * a
                for j in 0..<dimension {
                    matrix[i][j] += factor * a * Double(table[row * stride + j])
                }
            }
        }
        for row in 0..<rowCount { add(row, 1, 0) }
        for (place, id) in ids.enumerated() {
            let w = Double((weights?[place] ?? 1) * weight)
            add(Int(id), w, 1 + w)
        }
        for i in 0..<dimension { matrix[i][i] += Double(ridge) }
        for i in 0..<dimension {
            for k in i + 1..<max(dimension, i + 1) {
                let factor = matrix[k][i] / matrix[i][i]
                for j in i...dimension { matrix[k][j] -= factor * matrix[i][j] }
            }
        }
        var exact = [Double](repeating: 0, count: dimension)
        for i in (0..<dimension).reversed() {
            var sum = matrix[i][dimension]
            for j in i + 1..<max(dimension, i + 1) { sum -= matrix[i][j] * exact[j] }
            exact[i] = sum / matrix[i][i]
        }
        for i in 0..<dimension { #expect(abs(Double(x[i]) - exact[i]) < 2e-5) }
        #expect(x[dimension...].allSatisfy { $0 == 0 })
    }

    // MARK: - Gradient descent

    /// The numbers of a model of two users and three items, in double precision, one after the other:
    /// users, items, implicit rows, biases of users, biases of items.
    private struct Model {
        static let (users, items) = (2, 3)
        static let decay = 0.3
        static let biasDecay = 0.2
        let dimension: Int
        var numbers: [Double]
        let mean = 0.7

        init(dimension: Int) {
            var random = SplitMix(seed: 4)
            self.dimension = dimension
            let rows = Self.users + 2 * Self.items
            numbers = random.floats(rows * dimension + Self.users + Self.items, in: -1...1)
                .map(Double.init)
        }

        func place(_ row: Int) -> Int { row * dimension }
        var userBiases: Int { (Self.users + 2 * Self.items) * dimension }
        var itemBiases: Int { userBiases + Self.users }

        func product(_ a: Int, _ b: Int) -> Double {
            (0..<dimension).reduce(0) { $0 + numbers[a + $1] * numbers[b + $1] }
        }

        func square(_ places: some Sequence<Int>) -> Double {
            places.reduce(0) { $0 + numbers[$1] * numbers[$1] }
        }

        /// Half of what is summed for a rating: its squared error and the penalties of the numbers
        /// that have a part in it.
        func ratingLoss(_ user: Int, _ item: Int, _ rating: Double, chosen: [Int]) -> Double {
            let (p, q) = (place(user), place(Self.users + item))
            var error =
                rating - mean - numbers[userBiases + user] - numbers[itemBiases + item]
                - product(p, q)
            var penalty = Self.decay * (square(p..<p + dimension) + square(q..<q + dimension))
            penalty +=
                Self.biasDecay * square([userBiases + user, itemBiases + item])
            for other in chosen {
                let y = place(Self.users + Self.items + other)
                error -= product(y, q) / Double(chosen.count).squareRoot()
                penalty += Self.decay * square(y..<y + dimension)
            }
            return (error * error + penalty) / 2
        }

        func pairLoss(_ user: Int, _ item: Int, _ other: Int) -> Double {
            let (x, i, j) = (place(user), place(Self.users + item), place(Self.users + other))
            let score =
                product(x, i) - product(x, j) + numbers[itemBiases + item]
                - numbers[itemBiases + other]
            var penalty = 0.0
            for row in [x, i, j] { penalty += Self.decay * square(row..<row + dimension) }
            penalty += Self.biasDecay * square([itemBiases + item, itemBiases + other])
            return Double.log1p(Double.exp(-score)) + penalty / 2
        }

        /// By central differences.
        func gradient(_ loss: (Model) -> Double) -> [Double] {
            numbers.indices.map { index in
                let h = 1e-5
                var moved = self
                moved.numbers[index] += h
                let above = loss(moved)
                moved.numbers[index] -= 2 * h
                return (above - loss(moved)) / (2 * h)
            }
        }

        /// By the formulas of the steps.
        func ratingGradient(_ user: Int, _ item: Int, _ rating: Double, chosen: [Int]) -> [Double] {
            var gradient = [Double](repeating: 0, count: numbers.count)
            let (p, q) = (place(user), place(Self.users + item))
            let share = chosen.isEmpty ? 0 : 1 / Double(chosen.count).squareRoot()
            let rows = chosen.map { place(Self.users + Self.items + $0) }
            var error =
                rating - mean - numbers[userBiases + user] - numbers[itemBiases + item]
                - product(p, q)
            for row in rows { error -= share * product(row, q) }
            for k in 0..<dimension {
                let sum = rows.reduce(0) { $0 + share * numbers[$1 + k] }
                gradient[p + k] = -error * numbers[q + k] + Self.decay * numbers[p + k]
                gradient[q + k] = -error * (numbers[p + k] + sum) + Self.decay * numbers[q + k]
                for row in rows {
                    gradient[row + k] =
                        -error * share * numbers[q + k] + Self.decay * numbers[row + k]
                }
            }
            for bias in [userBiases + user, itemBiases + item] {
                gradient[bias] = -error + Self.biasDecay * numbers[bias]
            }
            return gradient
        }

        func pairGradient(_ user: Int, _ item: Int, _ other: Int) -> [Double] {
            var gradient = [Double](repeating: 0, count: numbers.count)
            let (x, i, j) = (place(user), place(Self.users + item), place(Self.users + other))
            let (a, b) = (itemBiases + item, itemBiases + other)
            let score = product(x, i) - product(x, j) + numbers[a] - numbers[b]
            let missed = 1 / (1 + Double.exp(score))
            for k in 0..<dimension {
                let (u, p, n) = (numbers[x + k], numbers[i + k], numbers[j + k])
                gradient[x + k] = -missed * (p - n) + Self.decay * u
                gradient[i + k] = -missed * u + Self.decay * p
                gradient[j + k] = missed * u + Self.decay * n
            }
            gradient[a] = -missed + Self.biasDecay * numbers[a]
            gradient[b] = missed + Self.biasDecay * numbers[b]
            return gradient
        }

        /// What a step with a rate of 1/1024 changes, times -1024.
        func steps(
            _ body: (FactorTables, _ implicit: UnsafeMutablePointer<Float>) -> Void
        ) -> [Double] {
            let stride = TrainingKernels.stride(dimension: dimension)
            func table(_ first: Int, _ rows: Int) -> FloatBuffer {
                let buffer = FloatBuffer(count: rows * stride)
                buffer.elements.update(repeating: 0)
                for row in 0..<rows {
                    for k in 0..<dimension {
                        buffer.base[row * stride + k] = Float(numbers[place(first + row) + k])
                    }
                }
                return buffer
            }
            func biases(_ first: Int, _ count: Int) -> FloatBuffer {
                let buffer = FloatBuffer(count: count)
                for index in 0..<count { buffer.base[index] = Float(numbers[first + index]) }
                return buffer
            }
            let implicit = table(Self.users + Self.items, Self.items)
            var tables = FactorTables(
                users: table(0, Self.users), items: table(Self.users, Self.items),
                userBiases: biases(userBiases, Self.users),
                itemBiases: biases(itemBiases, Self.items), stride: stride)
            tables.mean = Float(mean)
            tables.rate = 1.0 / 1024
            tables.decay = Float(Self.decay)
            tables.biasDecay = Float(Self.biasDecay)
            body(tables, implicit.base)
            var after: [Double] = []
            for (table, rows) in [
                (tables.users, Self.users), (tables.items, Self.items), (implicit, Self.items),
            ] {
                for row in 0..<rows {
                    for k in 0..<dimension { after.append(Double(table.base[row * stride + k])) }
                }
            }
            after += tables.userBiases.elements.map(Double.init)
            after += tables.itemBiases.elements.map(Double.init)
            return zip(after, numbers).map { -1024 * ($0 - $1) }
        }
    }

    private func expectClose(
        _ steps: [Double], _ gradient: [Double], _ differences: [Double]
    ) {
        for (formula, difference) in zip(gradient, differences) {
            #expect(abs(formula - difference) < 1e-6 * max(1, abs(formula)))
        }
        // 2⁻²⁴ of numbers up to 1, times 1024.
        for (step, formula) in zip(steps, gradient) { #expect(abs(step - formula) < 3e-4) }
    }

    @Test(arguments: families, [3, 16, 40])
    func aStepForARatingIsTheGradient(family: KernelFamily, dimension: Int) {
        let model = Model(dimension: dimension)
        var loss = 0.0
        let steps = model.steps { tables, _ in
            loss = TrainingKernels(family).rate(
                tables, users: [1], items: [2], ratings: [1.5], count: 1)
        }
        expectClose(
            steps, model.ratingGradient(1, 2, 1.5, chosen: []),
            model.gradient { $0.ratingLoss(1, 2, 1.5, chosen: []) })
        var plain = model
        plain.numbers = model.numbers
        let error =
            1.5 - model.mean - model.numbers[model.userBiases + 1]
            - model.numbers[model.itemBiases + 2] - model.product(model.place(1), model.place(4))
        #expect(abs(loss - error * error) < 1e-4)
    }

    /// With one rating the sum over a user's items is known exactly before and after.
    @Test(arguments: families, [3, 16, 40])
    func aStepOfSVDPlusPlusIsTheGradient(family: KernelFamily, dimension: Int) {
        let model = Model(dimension: dimension)
        var scratch = [Float](repeating: .nan, count: 256)
        let steps = model.steps { tables, implicit in
            _ = TrainingKernels(family).rate(
                tables, user: 0, items: [1], ratings: [-0.5], order: [0], count: 1,
                implicit: implicit, scratch: &scratch)
        }
        expectClose(
            steps, model.ratingGradient(0, 1, -0.5, chosen: [1]),
            model.gradient { $0.ratingLoss(0, 1, -0.5, chosen: [1]) })
    }

    /// Step by step with all rows of the items moved each time, as Surprise does it.
    @Test(arguments: families)
    func severalRatingsOfAUserAreSteppedThrough(family: KernelFamily) {
        let model = Model(dimension: 16)
        var scratch = [Float](repeating: .nan, count: 64)
        let ratings: [Float] = [1, -2, 0.5]
        let steps = model.steps { tables, implicit in
            _ = TrainingKernels(family).rate(
                tables, user: 0, items: [0, 1, 2], ratings: ratings, order: [2, 0, 1], count: 3,
                implicit: implicit, scratch: &scratch)
        }
        var plain = model
        for item in [2, 0, 1] {
            let gradient = plain.ratingGradient(
                0, item, Double(ratings[item]), chosen: [0, 1, 2])
            for index in plain.numbers.indices { plain.numbers[index] -= gradient[index] / 1024 }
        }
        for index in steps.indices {
            let expected = -1024 * (plain.numbers[index] - model.numbers[index])
            #expect(abs(steps[index] - expected) < 1e-3)
        }
    }

    @Test(arguments: families, [3, 16, 40])
    func aStepForAPairIsTheGradient(family: KernelFamily, dimension: Int) {
        let model = Model(dimension: dimension)
        var loss = 0.0
        let steps = model.steps { tables, _ in
            loss = TrainingKernels(family).rank(
                tables, users: [1], items: [0], others: [2], count: 1)
        }
        expectClose(
            steps, model.pairGradient(1, 0, 2), model.gradient { $0.pairLoss(1, 0, 2) })
        let score =
            model.product(model.place(1), model.place(2))
            - model.product(model.place(1), model.place(4))
            + model.numbers[model.itemBiases] - model.numbers[model.itemBiases + 2]
        #expect(abs(loss - Double.log1p(Double.exp(-score))) < 1e-5)
    }
}
