extension Linear {
    /// Multiplications and additions of its product, for one row.
    package var operationsPerRow: Double { 2 * Double(inputs) * Double(outputs) }

    /// How many multiplications and additions of products a second layers do that are applied one
    /// after the other, by each thread to rows of its own. Biases and activations take time, too,
    /// but are not counted.
    /// - Parameter seconds: how long to measure.
    package static func measuredRate(
        of layers: [Linear], rows: Int, threads: Int, seconds: Double
    ) -> Double {
        func buffers(_ count: (Linear) -> Int) -> [FloatBuffer] {
            let size = layers.map(count).max() ?? 0
            return (0..<threads).map { _ in FloatBuffer(count: size) }
        }
        let inputs = buffers { $0.inputs * rows }
        let outputs = buffers { $0.outputs * rows }
        let scratch = buffers(\.scratchCount)
        for buffer in inputs {
            // Evenly spread over -1...1: the golden ratio's multiples never bunch.
            for index in 0..<buffer.count {
                let multiple = Double(index) * 0.618_033_988_749_895
                buffer.base[index] = Float(2 * (multiple - multiple.rounded(.down)) - 1)
            }
        }
        let operations = layers.reduce(0) { $0 + $1.operationsPerRow } * Double(rows)
        return SencMath.measuredRate(threads: threads, seconds: seconds) { worker in
            for layer in layers {
                layer.apply(
                    inputs[worker].base, rows: rows, to: outputs[worker].base,
                    scratch: scratch[worker].base)
            }
            return operations
        }
    }
}
