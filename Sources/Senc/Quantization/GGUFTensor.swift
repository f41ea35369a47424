internal import SencFiles
internal import SencMath
internal import SencWeights

/// A tensor of a GGUF file to be written, and what it is made of.
struct GGUFTensor {
    /// Elements that are read at once, a row at least.
    private static let runElements = 1 << 16
    /// Runs after which the pages of the model's file are released.
    private static let keptRuns = 64

    let description: GGUFWriter.TensorDescription
    /// The model's own tensors, one below the other.
    private let parts: [EncoderTensor]
    /// The first row that is taken.
    private let firstRow: Int

    /// All of an encoder's tensors.
    ///
    /// As in llama.cpp's converter, weights of linear layers and the table of words are quantized
    /// where their rows are whole blocks, and kept in float16 where not; biases, norms and the
    /// tables of positions and token types stay in float32.
    /// - Parameter names: how the model's own files name them.
    static func all(
        _ family: GGUFFamily, from names: TensorNames, as type: QuantizationType
    ) -> [GGUFTensor] {
        var sources = names.tensors(of: family.encoder)[...]
        let tables = [family.names.positionEmbeddings, family.names.tokenTypeEmbeddings]
            .map { $0 + ".weight" }
        return family.names.tensors(of: family.encoder).map { tensor in
            var parts: [EncoderTensor] = []
            var rows = 0
            // What one naming stacks and the other has apart is of one kind, and in order.
            while rows < tensor.shape[0],
                let next = sources.firstIndex(where: { $0.kind == tensor.kind })
            {
                let part = sources.remove(at: next)
                parts.append(part)
                rows += part.shape[0]
            }
            let isPositions = tensor.name == tables[0]
            return GGUFTensor(
                tensor, parts: parts, firstRow: isPositions ? family.firstPosition : 0,
                type: tensor.kind == .vector || tables.contains(tensor.name)
                    ? .float32 : type.elementType)
        }
    }

    private init(
        _ tensor: EncoderTensor, parts: [EncoderTensor], firstRow: Int, type: ElementType
    ) {
        var shape = tensor.shape
        shape[0] -= firstRow
        let isWhole = (shape.last ?? 0) % type.elementsPerBlock == 0
        description = GGUFWriter.TensorDescription(
            name: tensor.name, type: isWhole ? type : .float16, shape: shape)
        (self.parts, self.firstRow) = (parts, firstRow)
    }

    /// Hands the bytes to a function, some at a time.
    /// - Throws: `WeightsError.tensor` that names the model's own tensor, if it has numbers that
    ///   cannot be written; what `sink` throws.
    func write(
        _ weights: NamedWeights, path: String, to sink: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        for part in parts {
            guard part.kind != .vector, let rows = part.shape.first, let columns = part.shape.last
            else {
                let values = try weights.vector(part)
                try values.withUnsafeBufferPointer {
                    try encode($0, from: 0, name: part.name, path: path, to: sink)
                }
                continue
            }
            let matrix = try weights.matrix(part.name, rows: rows, columns: columns)
            let count = max(1, Self.runElements / columns)
            var run = [Float](repeating: 0, count: min(count, rows) * columns)
            for (number, first) in stride(from: firstRow, to: rows, by: count).enumerated() {
                if number % Self.keptRuns == 0 { weights.release(part.name) }
                let range = first..<min(first + count, rows)
                try run.withUnsafeMutableBufferPointer { run in
                    let run = UnsafeMutableBufferPointer(
                        rebasing: run[..<(range.count * columns)])
                    matrix.write(range, to: run)
                    try encode(
                        UnsafeBufferPointer(run), from: first * columns, name: part.name,
                        path: path, to: sink)
                }
            }
            weights.release(part.name)
        }
    }

    private func encode(
        _ values: UnsafeBufferPointer<Float>, from first: Int, name: String, path: String,
        to sink: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let type = description.type
        let count = values.count / type.elementsPerBlock * type.bitWidth / 8
        try withUnsafeTemporaryAllocation(byteCount: count, alignment: 8) { bytes in
            do throws(TensorFault) {
                try type.encode(values, from: first, into: bytes)
            } catch {
                throw WeightsError.tensor(name: name, error, path: path)
            }
            try sink(UnsafeRawBufferPointer(bytes))
        }
    }
}
