internal import SencFiles
internal import SencMath
internal import SencWeights

/// A tensor to be written, whose elements are read when it is its turn.
struct ExportedTensor {
    /// Elements that are read at once, a row at least.
    static let runElements = 1 << 16

    let name: String
    /// The dimensions, outermost first.
    let shape: [Int]
    /// Calls its argument with the elements, in C order, a run at a time.
    let forEachRun: (_ body: (UnsafeBufferPointer<Float>) throws -> Void) throws -> Void

    init(
        name: String, shape: [Int],
        forEachRun: @escaping (_ body: (UnsafeBufferPointer<Float>) throws -> Void) throws -> Void
    ) {
        (self.name, self.shape, self.forEachRun) = (name, shape, forEachRun)
    }

    /// A tensor of the shape [rows, columns].
    /// - Parameter row: writes a row to its place [columns].
    init(
        name: String, rows: Int, columns: Int,
        row: @escaping (_ index: Int, UnsafeMutableBufferPointer<Float>) -> Void
    ) {
        self.init(name: name, shape: [rows, columns]) { body in
            try Self.forEachRun(rows: rows, columns: columns, row: row, body)
        }
    }

    private static func forEachRun(
        rows: Int, columns: Int, row: (_ index: Int, UnsafeMutableBufferPointer<Float>) -> Void,
        _ body: (UnsafeBufferPointer<Float>) throws -> Void
    ) throws {
        let count = min(rows, max(1, runElements / columns))
        var run = [Float](repeating: 0, count: count * columns)
        for first in stride(from: 0, to: rows, by: count) {
            let rows = min(count, rows - first)
            try run.withUnsafeMutableBufferPointer { run in
                for index in 0..<rows {
                    let place = index * columns..<(index + 1) * columns
                    row(first + index, UnsafeMutableBufferPointer(rebasing: run[place]))
                }
                try body(UnsafeBufferPointer(rebasing: run[..<(rows * columns)]))
            }
        }
    }
}

extension ExportedTensor {
    /// One of an encoder's tensors, under a name that may be another than the file's own.
    /// - Parameter learned: its values [rows, columns], or of a vector [1, count], if they are not those
    ///   of the file.
    /// - Parameter kept: the rows that are written, if not all are.
    init(
        _ tensor: EncoderTensor, of weights: NamedWeights, as name: String,
        learned: StoredMatrix? = nil, kept: [Int]? = nil
    ) {
        if let kept, let rows = tensor.shape.first, let columns = tensor.shape.last {
            self.init(name: name, shape: [kept.count, columns]) { body in
                let matrix =
                    try learned ?? weights.matrix(tensor.name, rows: rows, columns: columns)
                try Self.forEachRun(
                    rows: kept.count, columns: columns,
                    row: { index, target in
                        if let base = target.baseAddress {
                            matrix.copy(row: kept[index], to: base)
                        }
                    }, body)
                weights.release(tensor.name)
            }
            return
        }
        if let learned {
            self.init(name: name, shape: tensor.shape) { body in
                try Self.forEachRun(
                    rows: learned.rows, columns: learned.columns,
                    row: { learned.write($0..<$0 + 1, to: $1) }, body)
            }
            return
        }
        self.init(name: name, shape: tensor.shape) { body in
            guard tensor.kind != .vector, let rows = tensor.shape.first,
                let columns = tensor.shape.last
            else {
                return try weights.vector(tensor).withUnsafeBufferPointer(body)
            }
            let matrix = try weights.matrix(tensor.name, rows: rows, columns: columns)
            try Self.forEachRun(
                rows: rows, columns: columns,
                row: { index, target in
                    if let base = target.baseAddress { matrix.copy(row: index, to: base) }
                }, body)
            weights.release(tensor.name)
        }
    }
}

extension OutputDirectory {
    /// Writes a safetensors file.
    /// - Parameter checkpoint: called between runs of elements; what it throws ends the writing.
    func write(
        _ name: String, _ tensors: [ExportedTensor], as type: ExportType,
        checkpoint: () throws -> Void
    ) throws {
        try write(name) { file in
            var writer = try SafetensorsWriter(
                tensors.map { .init(name: $0.name, shape: $0.shape) }, as: type.output, to: file,
                path: name)
            for tensor in tensors {
                try tensor.forEachRun { run in
                    try checkpoint()
                    try writer.append(run)
                }
            }
            writer.finish()
        }
    }
}
