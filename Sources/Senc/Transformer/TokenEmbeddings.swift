internal import SencMath
internal import SencWeights
internal import Synchronization

/// The states that enter the first layer: word, token-type and position embeddings, summed,
/// normalized and brought to the states' size, as far as a family does that. The tables are read
/// where they lie in the weight file.
struct TokenEmbeddings: Sendable {
    private let words: WordTable
    private let scale: Float?
    private let positions: StoredMatrix?  // [rows, embedding size]
    private let padding: Int?
    private let tokenTypes: StoredMatrix?  // [token types, embedding size]
    private let norm: Norm?
    private let projection: Linear?  // embedding size → hidden

    init(
        _ configuration: EncoderConfiguration, _ names: TensorNames, _ weights: NamedWeights,
        precision: Precision, backend: LoadedBackend
    ) throws {
        let size = configuration.embeddingSize
        let hidden = configuration.hiddenSize
        func table(_ name: String, rows: Int) throws -> StoredMatrix {
            try weights.matrix(name + ".weight", rows: rows, columns: size)
        }
        // Of the words few are used: they are read, and checked, when they are.
        words = WordTable(
            try weights.matrix(
                names.wordEmbeddings + ".weight", rows: configuration.vocabularySize, columns: size,
                checksScales: false),
            name: names.wordEmbeddings + ".weight", of: weights)
        scale = configuration.architecture.scalesEmbeddings ? Float(hidden).squareRoot() : nil
        if case .learned(let rows, let padding) = configuration.positions {
            positions = try table(names.positionEmbeddings, rows: rows)
            self.padding = padding
        } else {
            positions = nil
            padding = nil
        }
        tokenTypes =
            configuration.tokenTypeCount == 0
            ? nil : try table(names.tokenTypeEmbeddings, rows: configuration.tokenTypeCount)
        norm = try names.embeddingNorm.map {
            try weights.norm($0, count: size, configuration)
        }
        let isProjected = configuration.projectsEmbeddings
        projection = try (isProjected ? names.embeddingProjection : nil).map { name in
            Linear(
                parts: [try weights.matrix(name + ".weight", rows: hidden, columns: size)],
                bias: try weights.vector(name + ".bias", count: hidden), precision: precision,
                backend: backend)
        }
    }

    func reserve(_ workspace: Workspace, tokens: Int) {
        workspace.reserve(
            tokens: tokens, hidden: max(words.rows.columns, projection?.outputs ?? 0),
            scratchCount: projection?.scratchCount ?? 0)
    }

    /// Writes the states of all tokens of `batch` to the workspace's [tokens, hidden].
    func apply(_ batch: RaggedBatch, in workspace: Workspace) {
        let size = words.rows.columns
        let states = workspace.states.base
        let target = projection == nil ? states : workspace.output.base
        for text in 0..<batch.textCount {
            var place = padding.map { $0 + 1 } ?? 0
            for token in batch.range(ofText: text) {
                let id = Int(batch.ids[token])
                let state = target + token * size
                words.rows.copy(row: id, to: state)
                if let scale {
                    for column in 0..<size { state[column] *= scale }
                }
                tokenTypes?.add(row: 0, to: state)
                positions?.add(row: id == padding ? id : place, to: state)
                if id != padding { place += 1 }
            }
        }
        norm?.apply(target, rows: batch.ids.count, to: target)
        projection?.apply(
            target, rows: batch.ids.count, to: states, scratch: workspace.scratch.base)
        words.release(afterReading: batch.ids.count)
    }
}

/// The table of words, of which a job would bring all into memory in time: a row brings those
/// around it. So its pages are released, and read anew from the system's cache.
private final class WordTable: Sendable {
    /// Rows that are read before the pages are released: so many that the pages of common words
    /// serve several batches.
    private static let rowsKept = 2048

    let rows: StoredMatrix  // [vocabulary, embedding size]
    private let name: String
    private let weights: NamedWeights
    private let readCount = Atomic<Int>(0)

    init(_ rows: StoredMatrix, name: String, of weights: NamedWeights) {
        (self.rows, self.name, self.weights) = (rows, name, weights)
    }

    func release(afterReading count: Int) {
        let (_, read) = readCount.wrappingAdd(count, ordering: .relaxed)
        guard read >= Self.rowsKept else { return }
        readCount.store(0, ordering: .relaxed)
        weights.release(name)
    }
}
