internal import SencMath

/// What was learned by updates of low rank.
extension LearnedEncoder {
    var mergedTensors: [String: StoredMatrix] {
        var tensors: [String: StoredMatrix] = [:]
        for layer in allLinearLayers where !layer.updates.isEmpty {
            for tensor in store.tensors(within: layer.weight) {
                let start = layer.weights + (tensor.parameter.offset - layer.weight.offset)
                tensors[tensor.name] = StoredMatrix(
                    rows: tensor.parameter.rows, columns: tensor.parameter.columns, type: .float32,
                    bytes: UnsafeRawBufferPointer(
                        start: start, count: tensor.parameter.count * MemoryLayout<Float>.stride),
                    owner: layer.owner)
            }
        }
        return tensors
    }

    var updates: [(module: String, update: LearnedUpdate)] {
        allLinearLayers.flatMap(\.updates).compactMap { update in
            store.tensors(within: update.a).first.map {
                (String($0.name.dropLast(LowRankSettings.aSuffix.count)), update)
            }
        }
    }
}
