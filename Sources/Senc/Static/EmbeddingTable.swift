internal import SencMath
internal import SencWeights

/// Token vectors that depend on the token alone: what a model without a transformer looks up.
struct EmbeddingTable: Sendable {
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
    private let rowOfID: [Int32]?
    /// What each id's vector is multiplied by.
    private let weights: [Float]?

    init(words file: WordVectorFile) {
        rows = .words(file)
        dimension = file.dimension
        idCount = file.count
        rowOfID = nil
        weights = nil
    }

    /// The file that has a word and a vector for each id; `nil` if the vectors are of tokens.
    var words: WordVectorFile? {
        if case .words(let file) = rows { file } else { nil }
    }

    /// The matrix of that name, of whatever shape.
    /// - Parameters:
    ///   - mappingName: the tensor with the row of each id, if the file has one of that name.
    ///   - weightsName: the tensor with the factor of each id, likewise.
    init(
        _ file: WeightFile, matrix name: String, mapping mappingName: String? = nil,
        weights weightsName: String? = nil
    ) throws {
        let named = NamedWeights(file, prefix: "")
        guard let tensor = file[name] else {
            throw ModelError.missingTensor(name: name, path: file.path)
        }
        guard tensor.shape.count == 2, let rowCount = tensor.shape.first,
            let columns = tensor.shape.last, Self.sizes ~= rowCount, Self.sizes ~= columns
        else { throw ModelError.notATable(tensor: name, shape: tensor.shape, path: file.path) }
        dimension = columns
        rows = .matrix(try named.matrix(name, rows: rowCount, columns: columns))
        var idCount = rowCount
        if let mappingName, let mapping = file[mappingName] {
            idCount = mapping.elementCount
            rowOfID = try named.vector(mappingName, count: idCount).map { value in
                guard let row = Int32(exactly: value), 0..<rowCount ~= Int(row) else {
                    throw ModelError.noSuchRow(
                        value, count: rowCount, tensor: mappingName, path: file.path)
                }
                return row
            }
        } else {
            rowOfID = nil
        }
        self.idCount = idCount
        weights = try weightsName.flatMap {
            file[$0] == nil ? nil : try named.vector($0, count: idCount)
        }
    }

    /// Rows and columns that a table may have. A `Float` counts so far, and maps are read as those.
    private static let sizes = 1...(1 << 24)

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
