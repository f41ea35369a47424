internal import SencMath

/// Vectors of users and items, and what is added to their products.
final class FactorModel: Sendable {
    let dimension: Int
    let stride: Int
    /// [users, stride], [items, stride]
    let users: FloatBuffer
    let items: FloatBuffer
    /// [users], [items]; zeros of methods without biases.
    let userBiases: FloatBuffer
    let itemBiases: FloatBuffer
    /// Of SVD++: [items, stride], what an item that was rated adds to a user's vector.
    let implicit: FloatBuffer?
    let mean: Float
    let userCount: Int
    let itemCount: Int

    /// Zeros.
    init(
        users: Int, items: Int, dimension: Int, hasImplicit: Bool = false, mean: Float = 0
    ) {
        self.dimension = dimension
        stride = TrainingKernels.stride(dimension: dimension)
        (userCount, itemCount) = (users, items)
        self.users = Self.zeros(users * stride)
        self.items = Self.zeros(items * stride)
        userBiases = Self.zeros(users)
        itemBiases = Self.zeros(items)
        implicit = hasImplicit ? Self.zeros(items * stride) : nil
        self.mean = mean
    }

    private static func zeros(_ count: Int) -> FloatBuffer {
        let buffer = FloatBuffer(zeros: count)
        return buffer
    }

    /// Bytes that the vectors take.
    static func bytes(users: Int, items: Int, dimension: Int) -> Double {
        4 * (Double(users) + Double(items)) * Double(TrainingKernels.stride(dimension: dimension))
    }

    /// Fills a table with normal numbers.
    func fill(
        _ table: FloatBuffer, rows: Int, deviation: Double, seed: UInt64, purpose: UInt64,
        _ workers: WorkerPool
    ) throws {
        let random = CounterRandom(seed: seed, purpose: purpose)
        let run = 1024
        try workers.forEach(items: (rows + run - 1) / run) { item, _ in
            for row in item * run..<min(rows, (item + 1) * run) {
                for column in 0..<self.dimension {
                    let index = UInt64(row) &* UInt64(self.dimension) &+ UInt64(column)
                    table.base[row * self.stride + column] = Float(
                        deviation * random.normal(at: index))
                }
            }
        }
    }

    func tables(_ options: RecommenderOptions) -> FactorTables {
        var tables = FactorTables(
            users: users, items: items, userBiases: userBiases, itemBiases: itemBiases,
            stride: stride)
        tables.mean = mean
        tables.rate = Float(options.learningRate)
        tables.decay = Float(options.regularization)
        tables.biasDecay = Float(options.regularization)
        return tables
    }

    /// All that learning changes.
    var checkpoint: [TrainingCheckpoint.Table] {
        let tables = [
            ("users", users), ("items", items), ("user_biases", userBiases),
            ("item_biases", itemBiases),
        ]
        return (tables + (implicit.map { [("implicit", $0)] } ?? [])).map {
            TrainingCheckpoint.Table(name: $0.0, elements: $0.1.elements)
        }
    }

    /// Whether no number has grown out of bounds.
    var isFinite: Bool {
        [users, items, userBiases, itemBiases].allSatisfy { $0.elements.allSatisfy(\.isFinite) }
    }

    /// A user's vector, one that was made for him or her, by all items: mean and biases of items
    /// included.
    func scores(
        of user: UnsafePointer<Float>, bias: Float, to scores: UnsafeMutablePointer<Float>
    ) {
        TrainingKernels().products(
            items.base, count: itemCount, stride: stride, x: user, to: scores)
        for item in 0..<itemCount { scores[item] += itemBiases.base[item] + bias + mean }
    }

    func prediction(user: Int, item: Int) -> Float {
        var sum: Double = 0
        for column in 0..<dimension {
            sum += Double(users.base[user * stride + column] * items.base[item * stride + column])
        }
        return Float(sum) + mean + userBiases.base[user] + itemBiases.base[item]
    }
}
