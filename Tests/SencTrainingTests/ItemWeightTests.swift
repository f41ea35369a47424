import SencMath
import SencVectors
import TestSupport
import Testing

@testable import SencTraining

/// EASE, and the linear algebra under it.
@Suite struct ItemWeightTests {
    @Test func weightsAreThoseOfLAPACK() throws {
        let chosen = try NPYFile(path: Goldens.path("recommend/interactions.npy")).matrix()
        let expected = try NPYFile(path: Goldens.path("recommend/weights.npy")).matrix()
        var log = InteractionLog()
        // So that items have the golden's numbers.
        for item in 0..<chosen.columns { log.add(user: "all", item: "\(item)") }
        let all = log.count
        for user in 0..<chosen.rows {
            for item in 0..<chosen.columns where chosen[user, item] == 1 {
                log.add(user: "\(user)", item: "\(item)")
            }
        }
        let interactions = Interactions(log.selecting(Array(all..<log.count)), .once)
        for threads in 1...3 {
            let weights = try ItemWeights(
                learning: interactions, regularization: 20, WorkerPool(threads: threads)
            ) { _ in }
            for row in 0..<expected.rows {
                for column in 0..<expected.columns {
                    let weight = weights.weights.base[row * weights.stride + column]
                    #expect(abs(weight - expected[row, column]) < 1e-7)
                }
            }
        }
    }

    /// Sizes of less and more than a tile.
    @Test(arguments: [1, 5, 95, 96, 97, 250])
    func inversesAreRight(size: Int) throws {
        var random = SplitMix(seed: UInt64(size))
        let rows = (0..<size + 3).map { _ in random.floats(size, in: -1...1).map(Double.init) }
        func element(_ i: Int, _ j: Int) -> Double {
            rows.reduce(i == j ? 1 : 0) { $0 + $1[i] * $1[j] }
        }
        var inverses: [[Double]] = []
        for threads in 1...3 {
            let workers = WorkerPool(threads: threads)
            let matrix = SymmetricMatrix(size: size)
            for i in 0..<size { for j in 0...i { matrix[i, j] = element(i, j) } }
            #expect(try matrix.factorize(workers))
            let factor = try matrix.invertedFactor(workers)
            let inverse = NumberBuffer(count: size * size, repeating: 0.0)
            try factor.product(workers) { row, column, tile in
                for i in row..<min(size, row + SymmetricMatrix.tile) {
                    for j in column..<min(size, column + SymmetricMatrix.tile) {
                        let value = tile[(i - row) * SymmetricMatrix.tile + j - column]
                        inverse.base[i * size + j] = value
                        inverse.base[j * size + i] = value
                    }
                }
            }
            inverses.append(Array(inverse.elements))
            let diagonal = factor.productDiagonal()
            for i in 0..<size {
                #expect(abs(diagonal[i] - inverses[0][i * size + i]) < 1e-12)
            }
            // A factor solves, too.
            var x = (0..<size).map { Double($0 % 7) }
            matrix.solve(&x, count: 1)
            for i in 0..<size {
                let sum = (0..<size).reduce(0.0) { $0 + element(i, $1) * x[$1] }
                #expect(abs(sum - Double(i % 7)) < 1e-9)
            }
        }
        #expect(inverses[1] == inverses[0] && inverses[2] == inverses[0])
        for i in 0..<size {
            for j in 0..<size {
                let sum = (0..<size).reduce(0.0) {
                    $0 + element(i, $1) * inverses[0][$1 * size + j]
                }
                #expect(abs(sum - (i == j ? 1 : 0)) < 1e-10)
            }
        }
    }

    @Test func whatIsNotPositiveDefiniteIsTold() throws {
        let matrix = SymmetricMatrix(size: 2)
        (matrix[0, 0], matrix[1, 0], matrix[1, 1]) = (1, 2, 1)
        #expect(try !matrix.factorize(WorkerPool(threads: 1)))
    }
}
