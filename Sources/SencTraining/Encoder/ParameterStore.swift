internal import Senc
internal import SencMath

/// What a model learns: the values of all parameters, one behind the other, and for those that are
/// learned their gradients and the moments of AdamW.
final class ParameterStore: @unchecked Sendable {
    /// Where a tensor, or several that are stacked, is.
    struct Parameter: Sendable {
        /// Among the values.
        let offset: Int
        /// Among the gradients and moments; `nil` if it is not learned.
        let learnedOffset: Int?
        let rows: Int
        let columns: Int

        var count: Int { rows * columns }
    }

    /// A tensor by its name.
    struct Tensor: Sendable {
        let name: String
        let shape: [Int]
        let parameter: Parameter
        /// Whether weight decay holds for it: biases and norms have none.
        let decays: Bool
        let source: Source
    }

    /// Where a tensor's values come from.
    enum Source: Sendable {
        /// From a file, under a name of its own there.
        case weights(NamedWeights, name: String)
        /// From a function of each element's place.
        case made(@Sendable (Int) -> Float)
    }

    private(set) var tensors: [Tensor] = []
    private var valueCount = 0
    private var learnedCount = 0
    /// Whether the tensor of a name is learned.
    let isLearned: (String) -> Bool

    private(set) var values = FloatBuffer(count: 0)
    private(set) var gradients = FloatBuffer(count: 0)
    private(set) var firstMoments = FloatBuffer(count: 0)
    private(set) var secondMoments = FloatBuffer(count: 0)

    /// - Parameter isLearned: whether the tensor of a name is.
    init(isLearned: @escaping (String) -> Bool) { self.isLearned = isLearned }

    /// Floats that tensors begin at multiples of.
    private static let alignment = 16

    private static func aligned(_ count: Int) -> Int {
        (count + alignment - 1) / alignment * alignment
    }

    /// Makes room for tensors of equal columns, one below the other.
    /// - Parameters:
    ///   - parts: a name and the rows of each; all of them are learned, or none.
    ///   - prefix: what stands before their names in the store, to tell modules apart.
    ///   - weights: where their values are.
    func add(
        _ parts: [(name: String, rows: Int)], columns: Int, decays: Bool = true,
        prefix: String = "", of weights: NamedWeights
    ) -> Parameter {
        add(parts, columns: columns, isVector: false, decays: decays, prefix: prefix, of: weights)
    }

    /// The same for biases and what norms have.
    func add(
        vectors parts: [(name: String, count: Int)], prefix: String = "", of weights: NamedWeights
    ) -> Parameter {
        add(
            parts.map { ($0.name, $0.count) }, columns: 1, isVector: true, decays: false,
            prefix: prefix, of: weights)
    }

    private func add(
        _ parts: [(name: String, rows: Int)], columns: Int, isVector: Bool, decays: Bool,
        prefix: String, of weights: NamedWeights
    ) -> Parameter {
        let rows = parts.reduce(0) { $0 + $1.rows }
        let learns = parts.contains { isLearned(prefix + $0.name) }
        func parameter(row: Int, rows: Int) -> Parameter {
            Parameter(
                offset: valueCount + row * columns,
                learnedOffset: learns ? learnedCount + row * columns : nil, rows: rows,
                columns: columns)
        }
        var row = 0
        for part in parts {
            tensors.append(
                Tensor(
                    name: prefix + part.name,
                    shape: isVector ? [part.rows] : [part.rows, columns],
                    parameter: parameter(row: row, rows: part.rows), decays: decays,
                    source: .weights(weights, name: part.name)))
            row += part.rows
        }
        defer {
            valueCount += Self.aligned(rows * columns)
            if learns { learnedCount += Self.aligned(rows * columns) }
        }
        return parameter(row: 0, rows: rows)
    }

    /// Makes room for a matrix that no file has.
    /// - Parameter value: of each element, by its place.
    func add(
        _ name: String, rows: Int, columns: Int, value: @escaping @Sendable (Int) -> Float
    ) -> Parameter {
        add(name, shape: [rows, columns], value: value)
    }

    /// The same for a bias, or what a norm has.
    func add(
        _ name: String, count: Int, value: @escaping @Sendable (Int) -> Float
    ) -> Parameter {
        add(name, shape: [count], value: value)
    }

    private func add(
        _ name: String, shape: [Int], value: @escaping @Sendable (Int) -> Float
    ) -> Parameter {
        let (rows, columns) = (shape[0], shape.count == 2 ? shape[1] : 1)
        let learns = isLearned(name)
        let parameter = Parameter(
            offset: valueCount, learnedOffset: learns ? learnedCount : nil, rows: rows,
            columns: columns)
        tensors.append(
            Tensor(
                name: name, shape: shape, parameter: parameter, decays: shape.count == 2,
                source: .made(value)))
        valueCount += Self.aligned(rows * columns)
        if learns { learnedCount += Self.aligned(rows * columns) }
        return parameter
    }

    /// Takes the memory for all that was added, and reads its values; gradients and moments are 0.
    func allocate() throws {
        values = FloatBuffer(zeros: valueCount)
        (gradients, firstMoments) = (
            FloatBuffer(zeros: learnedCount), FloatBuffer(zeros: learnedCount)
        )
        secondMoments = FloatBuffer(zeros: learnedCount)
        for tensor in tensors { try read(tensor) }
    }

    private func read(_ tensor: Tensor) throws {
        let target = values(of: tensor.parameter)
        switch tensor.source {
        case .made(let value):
            for index in 0..<tensor.parameter.count { target[index] = value(index) }
        case .weights(let weights, let name):
            let elements =
                tensor.shape.count == 2
                ? try weights.values(name, rows: tensor.shape[0], columns: tensor.shape[1])
                : try weights.vector(
                    EncoderTensor(name: name, shape: tensor.shape, kind: .vector))
            elements.withUnsafeBufferPointer {
                guard let base = $0.baseAddress else { return }
                target.update(from: base, count: $0.count)
            }
            weights.release(name)
        }
    }

    /// The tensors that a parameter is made of.
    func tensors(within parameter: Parameter) -> [Tensor] {
        let range = parameter.offset..<parameter.offset + parameter.count
        return tensors.filter { range.contains($0.parameter.offset) }
    }

    var learnsAnything: Bool { learnedCount > 0 }

    func values(of parameter: Parameter) -> UnsafeMutablePointer<Float> {
        values.base + parameter.offset
    }

    /// `nil` if the parameter is not learned.
    func gradients(of parameter: Parameter) -> UnsafeMutablePointer<Float>? {
        parameter.learnedOffset.map { gradients.base + $0 }
    }

    func clearGradients(_ workers: WorkerPool) throws {
        try forEachRun(of: learnedCount, workers) { run in
            (gradients.base + run.lowerBound).update(repeating: 0, count: run.count)
        }
    }

    /// Elements that a thread takes at once.
    private static let run = 1 << 16

    private func forEachRun(
        of count: Int, _ workers: WorkerPool, _ body: @Sendable (Range<Int>) -> Void
    ) throws {
        try workers.forEach(items: (count + Self.run - 1) / Self.run) { item, _ in
            body(item * Self.run..<min((item + 1) * Self.run, count))
        }
    }

    /// Σ g² over all gradients, summed by runs of one size.
    func squaredNorm(_ workers: WorkerPool) throws -> Double {
        let kernels = GradientKernels()
        let runs = (learnedCount + Self.run - 1) / Self.run
        let sums = try workers.map(items: runs) { item in
            let range = item * Self.run..<min((item + 1) * Self.run, learnedCount)
            return kernels.squareSum(gradients.base + range.lowerBound, count: range.count)
        }
        return sums.reduce(0, +)
    }

    /// Makes a step of AdamW.
    /// - Parameter step: of parameters with weight decay, or without.
    func move(
        _ workers: WorkerPool, _ step: (_ decays: Bool) -> GradientKernels.AdamStep
    ) throws {
        let kernels = GradientKernels()
        let steps = (decaying: step(true), plain: step(false))
        let pieces = tensors.flatMap { tensor -> [(Range<Int>, Int, Bool)] in
            guard let learned = tensor.parameter.learnedOffset else { return [] }
            let count = tensor.parameter.count
            return stride(from: 0, to: count, by: Self.run).map {
                let length = min(Self.run, count - $0)
                let start = tensor.parameter.offset + $0
                return (start..<start + length, learned + $0, tensor.decays)
            }
        }
        try workers.forEach(items: pieces.count) { item, _ in
            let (range, learned, decays) = pieces[item]
            kernels.move(
                values.base + range.lowerBound, by: gradients.base + learned, count: range.count,
                first: firstMoments.base + learned, second: secondMoments.base + learned,
                decays ? steps.decaying : steps.plain)
        }
    }
}
