internal import SencMath

extension LearnedModel {
    /// What was learned, by the names of the tensors: [rows, columns], or of a vector [1, count].
    /// - Parameter steps: that made it so, by whose weight decay the rows of words are smaller that no
    ///   text has.
    func tensors(after steps: Int) -> [String: StoredMatrix] {
        var tensors: [String: StoredMatrix] = [:]
        for tensor in store.tensors
        where tensor.parameter.learnedOffset != nil && !LowRankSettings.isUpdate(tensor.name) {
            let isMatrix = tensor.shape.count == 2
            let count = tensor.parameter.count
            tensors[tensor.name] = StoredMatrix(
                rows: isMatrix ? tensor.shape[0] : 1, columns: isMatrix ? tensor.shape[1] : count,
                type: .float32,
                bytes: UnsafeRawBufferPointer(
                    start: store.values(of: tensor.parameter),
                    count: count * MemoryLayout<Float>.stride), owner: store.values)
        }
        tensors.merge(source.mergedTensors) { $1 }
        guard let words = source.words else { return tensors }
        let original = words.original
        let kept = keptShare(after: steps)
        tensors[words.name] = StoredMatrix(
            rows: original.rows, columns: original.columns, isQuantized: false
        ) { rows, target in
            for (index, row) in rows.enumerated() {
                let place = words.place(of: Int32(row))
                guard let base = target.baseAddress.map({ $0 + index * words.width }) else {
                    return
                }
                if place >= 0 {
                    base.update(from: words.values.base + place * words.width, count: words.width)
                } else {
                    original.copy(row: row, to: base)
                    for column in 0..<words.width where kept != 1 { base[column] *= kept }
                }
            }
        }
        return tensors
    }
}
