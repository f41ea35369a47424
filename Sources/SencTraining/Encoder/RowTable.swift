internal import SencMath

/// Rows of a table of vectors that learn, of which a step meets few.
///
/// AdamW moves a row in every step, also where its gradient is 0, by what is left of its moments. Those
/// moves are made when the row is met again: one by one, so that it is as if they had been made in time.
final class RowTable: @unchecked Sendable {
    let width: Int
    let name: String
    /// The whole table as it was read.
    let original: StoredMatrix
    /// The rows that can be met, in their order in the whole table.
    let ids: [Int32]
    /// The place of each row of the whole table among those; -1 of one that cannot be met.
    private let places: [Int32]
    let values: FloatBuffer  // [ids, width]
    let gradients: FloatBuffer  // [ids, width]
    let firstMoments: FloatBuffer  // [ids, width]
    let secondMoments: FloatBuffer  // [ids, width]
    /// The last step that each row was moved in, and the last one that met it; as floats, which count so
    /// far, to be kept with the others in a checkpoint.
    let moved: FloatBuffer
    let met: FloatBuffer
    /// Those that the step under way meets.
    private var touched: [Int32] = []
    private var isTouched: [Bool]

    /// Steps after which a row that is not met does not move: 0.9 to that power is 7e-10.
    private static let steps = 200

    /// - Parameters:
    ///   - original: the whole table as it is read.
    ///   - ids: of the rows that can be met.
    ///   - learns: whether rows are moved.
    init(name: String, _ original: StoredMatrix, ids: some Sequence<Int32>, learns: Bool = true) {
        (self.name, self.original, width) = (name, original, original.columns)
        var places = [Int32](repeating: -1, count: original.rows)
        for id in ids { places[Int(id)] = 0 }
        let sorted = places.indices.filter { places[$0] == 0 }.map(Int32.init)
        for (place, id) in sorted.enumerated() { places[Int(id)] = Int32(place) }
        (self.ids, self.places) = (sorted, places)
        values = FloatBuffer(count: sorted.count * width)
        let count = learns ? sorted.count : 0
        gradients = FloatBuffer(zeros: count * width)
        firstMoments = FloatBuffer(zeros: count * width)
        secondMoments = FloatBuffer(zeros: count * width)
        (moved, met) = (FloatBuffer(zeros: count), FloatBuffer(zeros: count))
        isTouched = Array(repeating: false, count: count)
        for (place, id) in sorted.enumerated() {
            original.copy(row: Int(id), to: values.base + place * width)
        }
    }

    /// The place of a row that can be met.
    func place(of id: Int32) -> Int { Int(places[Int(id)]) }

    func row(of id: Int32) -> UnsafeMutablePointer<Float> {
        values.base + place(of: id) * width
    }

    /// Rows that a thread takes at once.
    private static let grain = 64

    private func forEach(
        _ places: [Int32], _ workers: WorkerPool, _ body: @Sendable (Int) -> Void
    ) throws {
        try workers.forEach(items: (places.count + Self.grain - 1) / Self.grain) { item, _ in
            let range = item * Self.grain..<min((item + 1) * Self.grain, places.count)
            for index in range { body(Int(places[index])) }
        }
    }

    /// Whether what a checkpoint says of when rows were moved can be so.
    /// - Parameter steps: that were made.
    func isMoved(withinSteps steps: Int) -> Bool {
        let range = 0...Float(steps)
        return moved.elements.allSatisfy(range.contains) && met.elements.allSatisfy(range.contains)
    }

    // MARK: - Before a step

    /// Moves the rows of some ids, which the next step meets, as the steps so far would have.
    /// - Parameter steps: all so far.
    func catchUp(
        _ ids: [Int32], _ workers: WorkerPool, _ steps: [GradientKernels.AdamStep]
    ) throws {
        let known = touched.count
        for id in ids {
            let place = place(of: id)
            guard !isTouched[place] else { continue }
            isTouched[place] = true
            touched.append(Int32(place))
        }
        try forEach(Array(touched[known...]), workers) { self.catchUp(place: $0, steps) }
    }

    /// Moves all rows.
    func catchUp(_ workers: WorkerPool, _ steps: [GradientKernels.AdamStep]) throws {
        try forEach(ids.indices.map { Int32($0) }, workers) { self.catchUp(place: $0, steps) }
    }

    private func catchUp(place: Int, _ steps: [GradientKernels.AdamStep]) {
        let start = Int(moved.base[place])
        guard start < steps.count else { return }
        let kernels = GradientKernels()
        let (value, first) = (values.base + place * width, firstMoments.base + place * width)
        let second = secondMoments.base + place * width
        let end = max(start, min(steps.count, Int(met.base[place]) + Self.steps))
        for step in steps[start..<end] {
            kernels.move(value, by: nil, count: width, first: first, second: second, step)
        }
        moved.base[place] = Float(steps.count)
        guard end < steps.count else { return }
        let kept = steps[end...].reduce(Float(1)) { $0 * $1.kept }
        let decay = steps[end...].reduce(Float(1)) { $0 * $1.secondDecay }
        for column in 0..<width {
            value[column] *= kept
            first[column] = 0
            second[column] *= decay
        }
    }

    // MARK: - A step

    /// Adds the gradients by the rows of ids, those of a row in their order.
    /// - Parameters:
    ///   - change: [ids, width]
    ///   - weights: what each row was multiplied by, if it was.
    func add(
        _ change: UnsafePointer<Float>, of ids: [Int32], weights: [Float]? = nil,
        _ workers: WorkerPool
    ) throws {
        nonisolated(unsafe) let change = change
        let kernels = GradientKernels()
        // The indices of each row, by a counting sort.
        let rows = ids.map { Int32(place(of: $0)) }
        let order = rows.indices.sorted { (rows[$0], $0) < (rows[$1], $1) }
        var starts: [Int32] = []
        for index in order.indices where index == 0 || rows[order[index]] != rows[order[index - 1]]
        {
            starts.append(Int32(index))
        }
        try forEach(starts, workers) { start in
            let place = rows[order[start]]
            let target = self.gradients.base + Int(place) * self.width
            for index in order[start...] {
                guard rows[index] == place else { break }
                let source = change + index * self.width
                guard let weight = weights?[index] else {
                    kernels.add(source, count: self.width, to: target)
                    continue
                }
                for column in 0..<self.width { target[column] += weight * source[column] }
            }
        }
    }

    /// Σ g² over the gradients of the step.
    func squaredNorm() -> Double {
        let kernels = GradientKernels()
        return touched.reduce(0) {
            $0 + kernels.squareSum(gradients.base + Int($1) * width, count: width)
        }
    }

    /// Makes a step of AdamW with the rows that were met.
    /// - Parameter number: of the step, from 1.
    func move(
        _ workers: WorkerPool, _ step: GradientKernels.AdamStep, number: Int
    ) throws {
        let kernels = GradientKernels()
        try forEach(touched, workers) { place in
            let start = place * self.width
            kernels.move(
                self.values.base + start, by: self.gradients.base + start, count: self.width,
                first: self.firstMoments.base + start, second: self.secondMoments.base + start,
                step)
            (self.gradients.base + start).update(repeating: 0, count: self.width)
            self.moved.base[place] = Float(number)
            self.met.base[place] = Float(number)
        }
        for place in touched { isTouched[Int(place)] = false }
        touched = []
    }
}
