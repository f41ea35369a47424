internal import SencMath

/// A network that tells a target from a row of a table: the vectors of its categories and its numbers
/// go through dense layers with rectifiers.
final class TableNetwork: @unchecked Sendable {
    /// What a network is made of.
    struct Shape: Sendable, Equatable {
        /// A column of categories.
        struct Table: Sendable, Equatable {
            var rows: Int
            var width: Int
            var isFrozen = false
        }

        var tables: [Table]
        var numbers: Int
        var hidden: [Int]
        var outputs: Int
        /// Whether the vectors of categories are added to what the first layer gives, each as wide as
        /// that, which is the same as a column of zeros and ones for each category.
        var isSummed = false

        /// What the first layer takes; at least one, which is 0, for there is no layer of none.
        var inputs: Int {
            max(1, numbers + (isSummed ? 0 : tables.reduce(0) { $0 + $1.width }))
        }
    }

    let shape: Shape
    let batch: Int
    let tables: [CategoryTable]
    let layers: [DenseLayer]
    /// Where each table's vectors are among the inputs.
    let offsets: [Int]
    /// Whether anything is learned of what is below the first layer.
    let learnsVectors: Bool

    /// Vectors and weights are not set.
    /// - Parameter batch: rows of a step at most.
    init(_ shape: Shape, batch: Int) {
        (self.shape, self.batch) = (shape, batch)
        tables = shape.tables.map {
            CategoryTable(rows: $0.rows, width: $0.width, batch: batch, isFrozen: $0.isFrozen)
        }
        var offsets: [Int] = []
        var offset = 0
        for table in shape.tables {
            offsets.append(shape.isSummed ? 0 : offset)
            offset += table.width
        }
        self.offsets = offsets
        let widths = [shape.inputs] + shape.hidden + [shape.outputs]
        layers = (1..<widths.count).map {
            DenseLayer(inputs: widths[$0 - 1], outputs: widths[$0], batch: batch)
        }
        learnsVectors = shape.tables.contains { !$0.isFrozen }
    }

    /// Half the width of what vectors of categories begin with.
    private static let vectorBound: Float = 0.05

    /// Sets vectors and weights to random numbers.
    func fill(_ random: CounterRandom, _ workers: WorkerPool) throws {
        // A row has a one for each column, and as many weights count for the first layer.
        let ones = shape.isSummed ? tables.reduce(0) { $0 + $1.rows } : 0
        for (index, table) in tables.enumerated() {
            let random = random.child(UInt64(index))
            let bound =
                shape.isSummed
                ? Float(6 / Double(ones + shape.numbers)).squareRoot() : Self.vectorBound
            let grain = 1024
            try workers.forEach(items: (table.rows + grain - 1) / grain) { item, _ in
                let rows = item * grain..<min((item + 1) * grain, table.rows)
                table.fill(rows, random, bound: bound)
            }
        }
        for (index, layer) in layers.enumerated() {
            layer.fill(
                random.child(UInt64(tables.count + index)), isRectified: index < layers.count - 1,
                inputs: index == 0 ? layer.inputs + ones : layer.inputs)
        }
    }

    /// What a checkpoint holds of it.
    var checkpoint: [TrainingCheckpoint.Table] {
        tables.enumerated().flatMap { $1.checkpoint("tables.\($0)") }
            + layers.enumerated().flatMap { $1.checkpoint("layers.\($0)") }
    }

    var scratchCount: Int { layers.reduce(1) { max($0, $1.scratchCount) } }

    /// Makes the weights ready for `forward`; all members must have done it before.
    func pack(_ member: ThreadTeam.Member, learns: Bool) {
        for (index, layer) in layers.enumerated() {
            layer.pack(
                member, goesBack: learns && (index > 0 || (learnsVectors && !shape.isSummed)))
        }
    }

    // MARK: - Rows that go through the layers

    /// What layers take and give of some rows.
    final class Pass: @unchecked Sendable {
        /// For each table [rows].
        let codes: [UnsafeMutablePointer<UInt32>]
        /// What each layer takes, and at last the outputs: [rows, width].
        let values: [FloatBuffer]
        /// The gradients of these, if they are wanted.
        let gradients: [FloatBuffer]
        /// [rows, first hidden width], the sums of vectors, if they are summed.
        let sums: FloatBuffer
        /// Each row's loss.
        let losses: UnsafeMutablePointer<Double>

        init(_ shape: Shape, rows: Int, learns: Bool) {
            let widths = [shape.inputs] + shape.hidden + [shape.outputs]
            codes = shape.tables.map { _ in .allocate(capacity: rows) }
            values = widths.map { FloatBuffer(count: rows * $0) }
            gradients = learns ? widths.map { FloatBuffer(count: rows * $0) } : []
            sums = FloatBuffer(count: shape.isSummed ? rows * widths[1] : 0)
            losses = .allocate(capacity: rows)
        }

        deinit {
            for pointer in codes { pointer.deallocate() }
            losses.deallocate()
        }
    }

    /// What a step leaves out, at random by the place of a row in its epoch.
    struct Dropout {
        var random: CounterRandom
        var rate: Double
        /// The place of the pass's first row.
        var place: Int

        /// What is kept is divided by the share that is.
        var scale: Float { Float(1 / (1 - rate)) }

        /// Sets numbers of a row to 0, or scales them up.
        func apply(
            _ values: UnsafeMutablePointer<Float>, count: Int, row: Int, layer: Int, stride: Int
        ) {
            guard rate > 0 else { return }
            let random = random.child(UInt64(layer))
            let threshold = Int32(rate * 65_536)
            let scale = scale.bitPattern
            let start = UInt64(place + row) &* UInt64((stride + 3) / 4)
            // Without branches, which could not be foreseen.
            func factor(_ bits: UInt64) -> Float {
                let isLess = (Int32(truncatingIfNeeded: bits & 0xFFFF) &- threshold) >> 31
                return Float(bitPattern: scale & ~UInt32(bitPattern: isLess))
            }
            var index = 0
            var group: UInt64 = 0
            while index + 4 <= count {
                let bits = random.bits(at: start &+ group)
                values[index] *= factor(bits)
                values[index + 1] *= factor(bits >> 16)
                values[index + 2] *= factor(bits >> 32)
                values[index + 3] *= factor(bits >> 48)
                index += 4
                group += 1
            }
            var bits = random.bits(at: start &+ group)
            while index < count {
                values[index] *= factor(bits)
                bits >>= 16
                index += 1
            }
        }
    }

    /// Takes rows of a pass, whose codes are set and whose numbers stand behind the vectors, through
    /// the layers.
    func forward(
        _ pass: Pass, _ rows: Range<Int>, _ dropout: Dropout?, scratch: UnsafeMutablePointer<Float>
    ) {
        gather(pass, rows, dropout)
        for (index, layer) in layers.enumerated() {
            let output = pass.values[index + 1].base + rows.lowerBound * layer.outputs
            layer.apply(
                pass.values[index].base + rows.lowerBound * layer.inputs, rows: rows.count,
                to: output, scratch: scratch)
            guard index < layers.count - 1 else { break }
            let count = rows.count * layer.outputs
            if index == 0, shape.isSummed {
                let sums = pass.sums.base + rows.lowerBound * layer.outputs
                for place in 0..<count { output[place] += sums[place] }
            }
            for place in 0..<count { output[place] = max(output[place], 0) }
            guard let dropout else { continue }
            for (place, row) in rows.enumerated() {
                dropout.apply(
                    output + place * layer.outputs, count: layer.outputs, row: row,
                    layer: index + 1, stride: layer.outputs)
            }
        }
    }

    /// Puts the vectors of categories where the first layer takes them.
    private func gather(_ pass: Pass, _ rows: Range<Int>, _ dropout: Dropout?) {
        let inputs = shape.inputs
        if shape.isSummed {
            let width = shape.hidden[0]
            for row in rows {
                let sum = pass.sums.base + row * width
                sum.update(repeating: 0, count: width)
                for (table, codes) in zip(tables, pass.codes) {
                    let vector = table.vectors.base + Int(codes[row]) * width
                    for column in 0..<width { sum[column] += vector[column] }
                }
            }
            return
        }
        for row in rows {
            let input = pass.values[0].base + row * inputs
            for (index, table) in tables.enumerated() {
                (input + offsets[index]).update(
                    from: table.vectors.base + Int(pass.codes[index][row]) * table.width,
                    count: table.width)
            }
            dropout?.apply(input, count: inputs - numberCount, row: row, layer: 0, stride: inputs)
        }
    }

    /// Numbers behind the vectors.
    var numberCount: Int { shape.isSummed || shape.tables.isEmpty ? shape.inputs : shape.numbers }

    /// Takes the gradients of outputs back through the layers, to those of vectors.
    func backward(
        _ pass: Pass, _ rows: Range<Int>, _ dropout: Dropout?, scratch: UnsafeMutablePointer<Float>
    ) {
        let scale = dropout.map { $0.rate > 0 ? $0.scale : 1 } ?? 1
        for (index, layer) in layers.enumerated().reversed() {
            guard index > 0 || (learnsVectors && !shape.isSummed) else { break }
            let gradient = pass.gradients[index].base + rows.lowerBound * layer.inputs
            layer.back(
                pass.gradients[index + 1].base + rows.lowerBound * layer.outputs, rows: rows.count,
                to: gradient, scratch: scratch)
            if index > 0 {
                // What was rectified or left out is 0.
                let value = pass.values[index].base + rows.lowerBound * layer.inputs
                for place in 0..<rows.count * layer.inputs {
                    gradient[place] *= value[place] > 0 ? scale : 0
                }
            } else if let dropout {
                for (place, row) in rows.enumerated() {
                    dropout.apply(
                        gradient + place * layer.inputs, count: layer.inputs - numberCount,
                        row: row, layer: 0, stride: layer.inputs)
                }
            }
        }
    }
}
