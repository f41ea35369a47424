internal import SencMath

/// What a network says of rows.
struct TableOutputs {
    private let network: TableNetwork
    private let threads: Int

    /// Rows that go through the layers at once.
    private static let chunk = 128

    init(_ network: TableNetwork, threads: Int) {
        (self.network, self.threads) = (network, threads)
    }

    /// The outputs [rows, outputs] of some rows of a table.
    func outputs(of table: EncodedTable, rows: [Int]) -> FloatBuffer {
        let shape = network.shape
        let result = FloatBuffer(count: rows.count * shape.outputs)
        let chunks = (rows.count + Self.chunk - 1) / Self.chunk
        let network = network
        ThreadTeam.run(threads: threads) { member in
            network.pack(member, learns: false)
            member.wait()
            let pass = TableNetwork.Pass(shape, rows: Self.chunk, learns: false)
            let scratch = FloatBuffer(count: network.scratchCount)
            for chunk in member.share(of: chunks) {
                let range = chunk * Self.chunk..<min((chunk + 1) * Self.chunk, rows.count)
                Self.load(table, rows[range], into: pass, network)
                network.forward(pass, 0..<range.count, nil, scratch: scratch.base)
                (result.base + range.lowerBound * shape.outputs).update(
                    from: pass.values[network.layers.count].base,
                    count: range.count * shape.outputs)
            }
        }
        return result
    }

    private static func load(
        _ table: EncodedTable, _ rows: ArraySlice<Int>, into pass: TableNetwork.Pass,
        _ network: TableNetwork
    ) {
        let inputs = network.shape.inputs
        for (place, row) in rows.enumerated() {
            for (index, codes) in table.codes.enumerated() { pass.codes[index][place] = codes[row] }
            let first = pass.values[0].base + place * inputs + inputs - network.numberCount
            table.fill(row, first, count: network.numberCount)
        }
    }
}
