package import SencMath
internal import SencWeights

/// Token vectors that depend on the token alone: what a model without a transformer looks up.
package struct EmbeddingTable: Sendable {
    enum Rows: Sendable {
        case matrix(StoredMatrix)
        case words(WordVectorFile)
    }

    /// Components of a vector.
    let dimension: Int
    /// Ids that have a vector: those below this.
    let idCount: Int
    private let rows: Rows
    /// The row of each id; `nil` if that is the id.
    package let rowOfID: [Int32]?
    /// What each id's vector is multiplied by.
    package let weights: [Float]?

    /// The rows as they are stored; `nil` of a file of word vectors.
    package var matrix: StoredMatrix? {
        if case .matrix(let matrix) = rows { matrix } else { nil }
    }

    /// The file that has a word and a vector for each id; `nil` if the vectors are of tokens.
    var words: WordVectorFile? {
        if case .words(let file) = rows { file } else { nil }
    }

    /// - Parameter learned: the rows that stand in place of the file's.
    /// - Throws: `ModelError.noSuchRow` if the row of an id is not in the matrix.
    package init(_ configuration: StaticConfiguration, learned: StoredMatrix? = nil) throws {
        dimension = configuration.dimension
        idCount = configuration.idCount
        switch configuration.rows {
        case .words(let file):
            rows = .words(file)
            (rowOfID, weights) = (nil, nil)
        case .tensors(let file, let names):
            let named = NamedWeights(file, prefix: "")
            let rowCount = names.rowCount
            rows = .matrix(
                try learned ?? named.matrix(names.matrix, rows: rowCount, columns: dimension))
            rowOfID = try names.mapping.map { mapping in
                try named.vector(mapping, count: configuration.idCount).map { value in
                    guard let row = Int32(exactly: value), 0..<rowCount ~= Int(row) else {
                        throw ModelError.noSuchRow(
                            value, count: rowCount, tensor: mapping, path: file.path)
                    }
                    return row
                }
            }
            weights = try names.weights.map {
                try named.vector($0, count: configuration.idCount)
            }
        }
    }

    /// Looks up the vectors of all tokens of a batch.
    /// - Parameter batch: ids below `idCount`, or words that are spelled.
    /// - Returns: [tokens, dimension], valid until the workspace's next use.
    func apply(_ batch: RaggedBatch, in workspace: Workspace) -> UnsafePointer<Float> {
        workspace.reserveStates(count: batch.tokenCount * dimension)
        if case .words(let file) = rows {
            var states = UnsafeMutableBufferPointer(
                start: workspace.states.base, count: batch.tokenCount * dimension)[...]
            SpelledWords.forEachToken(in: batch.ids) { token in
                let state = UnsafeMutableBufferPointer(rebasing: states.prefix(dimension))
                states = states.dropFirst(dimension)
                switch token {
                case .known(let id): file.copyVector(Int(id), to: state)
                case .spelled(let word): file.subwords?.copyVector(of: word, to: state)
                }
            }
            return UnsafePointer(workspace.states.base)
        }
        for (token, id) in batch.ids.enumerated() {
            copyVector(
                of: Int(id),
                to: UnsafeMutableBufferPointer(
                    start: workspace.states.base + token * dimension, count: dimension))
        }
        return UnsafePointer(workspace.states.base)
    }

    /// Writes the vector of an id, or of the word at that place, to `target` [dimension].
    /// - Precondition: `id` is less than `idCount`.
    func copyVector(of id: Int, to target: UnsafeMutableBufferPointer<Float>) {
        switch rows {
        case .words(let file): file.copyVector(id, to: target)
        case .matrix(let matrix):
            guard let base = target.baseAddress else { return }
            matrix.copy(row: rowOfID.map { Int($0[id]) } ?? id, to: base)
            guard let weight = weights?[id] else { return }
            for column in 0..<dimension { target[column] *= weight }
        }
    }
}
