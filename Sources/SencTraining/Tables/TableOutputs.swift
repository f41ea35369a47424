internal import SencMath

/// What a network says of rows.
struct TableOutputs {
    private let network: TableNetwork
    private let threads: Int

    /// Rows that go through the layers at once, at most, and the numbers of theirs that the widest
    /// layer takes or gives: a model that is read may be of any width.
    private static let mostRows = 128
    private static let mostNumbers = 1 << 22

    init(_ network: TableNetwork, threads: Int) {
        (self.network, self.threads) = (network, threads)
    }

    /// The outputs [rows, outputs] of some rows of a table.
    func outputs(of table: EncodedTable, rows: [Int]) -> FloatBuffer {
        let shape = network.shape
        let result = FloatBuffer(count: rows.count * shape.outputs)
        let widest = max(shape.inputs, shape.hidden.max() ?? 1, shape.outputs)
        let size = max(1, min(Self.mostRows, Self.mostNumbers / widest))
        let chunks = (rows.count + size - 1) / size
        let network = network
        ThreadTeam.run(threads: threads) { member in
            network.pack(member, learns: false)
            member.wait()
            let pass = TableNetwork.Pass(shape, rows: size, learns: false)
            let scratch = FloatBuffer(count: network.scratchCount)
            for chunk in member.share(of: chunks) {
                let range = chunk * size..<min((chunk + 1) * size, rows.count)
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
