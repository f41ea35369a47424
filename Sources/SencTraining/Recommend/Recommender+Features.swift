internal import SencFiles
public import SencMath

extension Recommender {
    /// How vectors of items follow from their features.
    public struct FeatureFit: Sendable, Equatable {
        /// Items that have a vector by their features alone.
        public let added: Int
        /// Items that it was learned from.
        public let known: Int
        /// Of the variance of the vectors of a fifth of those items the share, at most 1, that is told
        /// by what was learned from the others' features.
        public let explained: Double
    }

    /// What is added to the diagonal, as shares of its mean; one is chosen on a fifth of the items.
    private static let ridges = [0.01, 0.1, 1, 10]
    private static let fold = 5
    private static let mostFeatures = 8192
    /// An item with as many interactions counts half of what it would with very many.
    private static let halfCount = 10.0

    /// Gives items without interactions vectors that follow from their features, such as the vectors of
    /// their texts, as those of the other items do: by a ridge regression.
    /// - Parameters:
    ///   - names: of items, those that were learned from among them; one for each row of `features`.
    ///   - features: [names, features], finite; at most 8192 columns.
    ///   - threads: by default one for each processor.
    /// - Returns: a recommender that recommends these items, too, and how well their vectors follow
    ///   from features.
    /// - Throws: `RecommenderError.noVectors` of a method without vectors, `tooManyFeatures`, or
    ///   `noFeatures` if fewer than two items that were learned from have features, or they tell
    ///   nothing.
    public func adding(
        _ names: [String], features: Matrix, threads: Int? = nil
    ) throws -> (recommender: Recommender, fit: FeatureFit) {
        precondition(names.count == features.rows, "each row of features needs a name")
        guard case .factors(let model) = knowledge else {
            throw RecommenderError.noVectors(options.method)
        }
        guard features.columns <= Self.mostFeatures else {
            throw RecommenderError.tooManyFeatures(features.columns, limit: Self.mostFeatures)
        }
        var known: [(row: Int, item: Int)] = []
        var added: [(row: Int, item: Int)] = []
        var itemNames = interactions.itemNames
        for (row, name) in names.enumerated() {
            let item = itemNames.add(name)
            let isLearned =
                item < interactions.itemCount && !interactions.byItem.range(item).isEmpty
            if isLearned { known.append((row, item)) } else { added.append((row, item)) }
        }
        guard known.count > 1 else { throw RecommenderError.noFeatures }
        let workers = WorkerPool(threads: threads)
        let table = FeatureTable(features)
        let order = CounterRandom(seed: options.seed, purpose: 0x6665_6174)
            .permutation(of: known.count)
        let count = max(1, known.count / Self.fold)
        let held = order.prefix(count).map { known[$0] }
        let rest = order.dropFirst(count).map { known[$0] }
        var best = (ridge: Self.ridges[0], error: Double.infinity)
        let sums = try sums(of: rest, table, model, workers)
        for ridge in Self.ridges {
            let weights = try sums.solve(ridge, workers)
            let error = error(of: weights, on: held, table, model)
            if error < best.error { best = (ridge, error) }
        }
        let spread = error(
            of: try self.sums(of: rest, FeatureTable(constant: features.rows), model, workers)
                .solve(0, workers), on: held, FeatureTable(constant: features.rows), model)
        let weights = try self.sums(of: known, table, model, workers).solve(best.ridge, workers)
        let grown = model.grown(to: itemNames.count)
        var isKnown = self.isKnown
        isKnown += [Bool](repeating: false, count: itemNames.count - isKnown.count)
        for (row, item) in added {
            let vector = weights.vector(table[row])
            for column in 0..<model.dimension {
                grown.items.base[item * model.stride + column] = Float(vector[column])
            }
            grown.itemBiases.base[item] = Float(vector[model.dimension])
            isKnown[item] = true
        }
        guard grown.isFinite else { throw RecommenderError.noFeatures }
        let rows = interactions.byUser
        var recommender = Recommender(
            options: options,
            interactions: Interactions(
                userNames: interactions.userNames, itemNames: itemNames,
                byUser: SparseRows(
                    ends: rows.ends, columns: rows.columns, values: rows.values,
                    columnCount: itemNames.count)),
            knowledge: .factors(grown), ratings: ratings, isKnown: isKnown)
        recommender.probability = probability
        return (
            recommender,
            FeatureFit(
                added: added.count, known: known.count,
                explained: spread > 0 ? 1 - best.error / spread : 0)
        )
    }

    private func sums(
        of items: [(row: Int, item: Int)], _ table: FeatureTable, _ model: FactorModel,
        _ workers: WorkerPool
    ) throws -> FeatureSums {
        let width = model.dimension + 1
        let weighted = FloatBuffer(count: items.count * table.stride)
        let targets = FloatBuffer(count: items.count * TrainingKernels.stride(dimension: width))
        let targetStride = TrainingKernels.stride(dimension: width)
        targets.elements.update(repeating: 0)
        for (place, (row, item)) in items.enumerated() {
            let count = Double(interactions.byItem.range(item).count)
            let weight = Float((count / (count + Self.halfCount)).squareRoot())
            for column in 0..<table.stride {
                weighted.base[place * table.stride + column] = weight * table[row][column]
            }
            for column in 0..<model.dimension {
                targets.base[place * targetStride + column] =
                    weight * model.items.base[item * model.stride + column]
            }
            targets.base[place * targetStride + model.dimension] =
                weight * model.itemBiases.base[item]
        }
        return try FeatureSums(
            weighted, targets, count: items.count, features: table.features,
            stride: table.stride, width: width, targetStride: targetStride, workers)
    }

    /// The mean squared error of vectors and biases.
    private func error(
        of weights: FeatureWeights, on items: [(row: Int, item: Int)], _ table: FeatureTable,
        _ model: FactorModel
    ) -> Double {
        var sum = 0.0
        for (row, item) in items {
            let vector = weights.vector(table[row])
            for column in 0..<model.dimension {
                let error =
                    vector[column] - Double(model.items.base[item * model.stride + column])
                sum += error * error
            }
            let error = vector[model.dimension] - Double(model.itemBiases.base[item])
            sum += error * error
        }
        return sum / Double(items.count)
    }
}

/// Rows of features with a 1 in front, which stands for what all items have.
private struct FeatureTable {
    /// The 1 among them.
    let features: Int
    let stride: Int
    private let memory: FloatBuffer

    init(_ matrix: Matrix) {
        features = matrix.columns + 1
        stride = TrainingKernels.stride(dimension: features)
        memory = FloatBuffer(zeros: matrix.rows * stride)
        for row in 0..<matrix.rows {
            memory.base[row * stride] = 1
            for (column, element) in matrix[row].enumerated() {
                memory.base[row * stride + 1 + column] = element
            }
        }
    }

    /// Nothing but the 1.
    init(constant rows: Int) {
        self.init(Matrix(rows: rows, columns: 0))
    }

    subscript(row: Int) -> UnsafePointer<Float> { UnsafePointer(memory.base + row * stride) }
}

/// Fᵀ F and Fᵀ Y.
private struct FeatureSums {
    let features: Int
    let stride: Int
    let width: Int
    let gram: FloatBuffer
    /// [features, target stride]
    let products: FloatBuffer
    let targetStride: Int

    init(
        _ rows: FloatBuffer, _ targets: FloatBuffer, count: Int, features: Int, stride: Int,
        width: Int, targetStride: Int, _ workers: WorkerPool
    ) throws {
        (self.features, self.stride, self.width) = (features, stride, width)
        self.targetStride = targetStride
        gram = try AlternatingLeastSquares.gram(of: rows, rows: count, stride: stride, workers)
        let products = FloatBuffer(zeros: features * targetStride)
        try workers.forEach(items: features) { feature, _ in
            let kernels = TrainingKernels()
            for row in 0..<count {
                kernels.add(
                    targets.base + row * targetStride,
                    scale: rows.base[row * stride + feature],
                    to: products.base + feature * targetStride, stride: targetStride)
            }
        }
        self.products = products
    }

    /// - Parameter ridge: a share of the mean of the diagonal; nothing holds back what all items have.
    func solve(_ ridge: Double, _ workers: WorkerPool) throws -> FeatureWeights {
        let matrix = SymmetricMatrix(size: features)
        var trace = 0.0
        for row in 1..<max(features, 1) { trace += Double(gram.base[row * stride + row]) }
        let added = ridge * trace / Double(max(1, features - 1))
        for row in 0..<features {
            for column in 0...row { matrix[row, column] = Double(gram.base[row * stride + column]) }
            // So little that it matters only where features tell nothing.
            matrix[row, row] = matrix[row, row] * (1 + 1e-6) + (row == 0 ? 0 : added + 1e-12)
        }
        guard try matrix.factorize(workers) else { throw RecommenderError.noFeatures }
        var columns = [Double](repeating: 0, count: features * width)
        for row in 0..<features {
            for column in 0..<width {
                columns[row * width + column] = Double(products.base[row * targetStride + column])
            }
        }
        matrix.solve(&columns, count: width)
        return FeatureWeights(features: features, width: width, weights: columns)
    }
}

private struct FeatureWeights {
    let features: Int
    let width: Int
    /// [features, width]
    let weights: [Double]

    func vector(_ row: UnsafePointer<Float>) -> [Double] {
        var sum = [Double](repeating: 0, count: width)
        for feature in 0..<features {
            let factor = Double(row[feature])
            for column in 0..<width { sum[column] += factor * weights[feature * width + column] }
        }
        return sum
    }
}

extension FactorModel {
    /// The same, with room for more items.
    fileprivate func grown(to count: Int) -> FactorModel {
        let model = FactorModel(
            users: userCount, items: count, dimension: dimension, hasImplicit: implicit != nil,
            mean: mean)
        model.users.base.update(from: users.base, count: userCount * stride)
        model.items.base.update(from: items.base, count: itemCount * stride)
        model.userBiases.base.update(from: userBiases.base, count: userCount)
        model.itemBiases.base.update(from: itemBiases.base, count: itemCount)
        if let implicit, let grown = model.implicit {
            grown.base.update(from: implicit.base, count: itemCount * stride)
        }
        return model
    }
}
