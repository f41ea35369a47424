internal import SencFiles
package import SencMath
internal import SencTokenizers
internal import SencWeights

/// What an encoder is made of, behind one reference: encoders are copied into closures, tasks and
/// whatever has one, and copying parts one by one would be most of the code of all those.
final class LoadedModel: Sendable {
    let tokenizer: Tokenizer
    let precision: Precision
    /// The model as it was asked for.
    let model: String
    let settings: ModelSettings
    let source: TokenStateSource
    let pipeline: Pipeline
    let textTokenizer: TextTokenizer
    let workers: WorkerPool
    let identity: [String: String?]
    /// What tasks ask for.
    let calls: CallQueue
    let callsInProgress = CallsInProgress()
    let workspaces = WorkspacePool()

    /// - Throws: as `SentenceEncoder.init` does.
    init(
        _ model: String, precision: Precision, backend: Backend, packing: WeightPacking,
        threads: Int?
    ) throws {
        try KernelFamily.check()
        guard precision == .float32 || backend == .packed else {
            throw ModelError.precisionNeedsPackedBackend(precision)
        }
        guard let loaded = LoadedBackend(backend, packing: packing) else {
            throw ModelError.noBLAS
        }
        let location = try ModelSearch.locate(model)
        let settings = try ModelSettings(location)
        let workers = WorkerPool(threads: threads)
        let weightsPath: String
        switch settings.input {
        case .transformer(let configuration):
            let weights = try WeightFile(path: settings.weights)
            let adapter = try settings.adapter?.load()
            weightsPath = weights.path
            (tokenizer, source) = try workers.both(
                { try settings.transformerTokenizer() },
                {
                    .transformer(
                        try Transformer(
                            configuration, weights, adapter: adapter, precision: precision,
                            backend: loaded, workers: workers))
                })
        case .table(let table):
            (tokenizer, source, weightsPath) =
                (table.tokenizer, .table(try EmbeddingTable(table)), table.weightsPath)
        }
        try settings.check(tokenizer)
        identity = [
            "model": settings.directory, "weights": weightsPath,
            "weightsFile": Path.stamp(of: weightsPath), "adapter": settings.adapter?.stamp,
            "precision": precision.rawValue, "backend": backend.rawValue,
            "kernels": KernelFamily.selected.name,
        ]
        self.precision = precision
        self.model = model
        self.settings = settings
        self.workers = workers
        calls = CallQueue(limit: workers.threads)
        pipeline = try Pipeline(
            settings.pooling, settings.modules, in: settings.moduleDirectory, backend: loaded)
        textTokenizer = TextTokenizer(tokenizer, settings)
    }
}

extension SentenceEncoder {
    /// The model as it was asked for.
    var model: String { loaded.model }
    var settings: ModelSettings { loaded.settings }
    /// The weight file, or the directory that has it.
    var weights: String { settings.weights }
    var source: TokenStateSource { loaded.source }
    var pipeline: Pipeline { loaded.pipeline }
    var textTokenizer: TextTokenizer { loaded.textTokenizer }
    var workers: WorkerPool { loaded.workers }
    var calls: CallQueue { loaded.calls }
    var workspaces: WorkspacePool { loaded.workspaces }
}

extension KernelFamily {
    /// - Parameter name: what `SENC_KERNELS` asks for, if anything.
    /// - Throws: `ModelError.noSuchKernels` if this CPU cannot run it, rather than compute with
    ///   others in silence.
    package static func check(_ name: String? = chosenName) throws(ModelError) {
        guard let name, KernelFamily(named: name) == nil else { return }
        throw .noSuchKernels(name, known: supported.map(\.name))
    }
}
