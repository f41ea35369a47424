internal import SencFiles
internal import SencMath
internal import SencTokenizers
internal import SencWeights

extension SentenceEncoder {
    /// Stores a model of float weights in one GGUF file with weights of few bits, which is read as
    /// any model is, also by llama.cpp.
    ///
    /// The blocks equal those of the Python package gguf. Tokenizer, prompts, pooling, languages and
    /// the limit on tokens are kept in the file, so nothing else is needed beside it; an adapter is
    /// merged. Of RoBERTa's families a text that has the token of padding spelt out gets other
    /// positions behind it than the float model gives it, as in llama.cpp.
    /// - Parameters:
    ///   - model: a transformer of BERT's, RoBERTa's, XLM-R's, CamemBERT's, DistilBERT's or Nomic's
    ///     family, as for `init`, with mean, CLS or last-token pooling and no Dense or LayerNorm
    ///     after it.
    ///   - path: the file, which appears whole or not at all.
    ///   - type: how many bits the weights are kept in.
    ///   - checkpoint: called many times while weights are written, on the calling thread; an error
    ///     that it throws ends the work, after which nothing has been written.
    /// - Returns: the sizes before and after.
    /// - Throws: `QuantizationError` of a model that cannot be stored so, `WeightsError` of a tensor
    ///   with numbers that are not finite or too large; what loading a model throws; `FileError`.
    @discardableResult
    public static func quantize(
        model: String, to path: String, type: QuantizationType = .q80,
        checkpoint: () throws -> Void = {}
    ) throws -> QuantizedModel {
        try KernelFamily.check()
        let settings = try ModelSettings(ModelSearch.locate(model))
        let family = try GGUFFamily(settings)
        let file = try WeightFile(path: settings.weights)
        if let tensor = file.tensors.first(where: \.elementType.isQuantized) {
            throw QuantizationError.alreadyQuantized(
                type: tensor.elementType.rawValue, tensor: tensor.name, path: tensor.path)
        }
        if let target = Path.resolved(path),
            file.tensors.contains(where: { Path.resolved($0.path) == target })
        {
            throw QuantizationError.outputIsInput(path: path)
        }
        let (names, weights) = NamedWeights.find(
            family.encoder.architecture.names(in: file.format), in: file,
            adapter: try settings.adapter?.load())
        let tensors = GGUFTensor.all(family, from: names, as: type)
        let values = try GGUFValues(
            family, of: settings, name: modelName(model, settings), type: type,
            tokenizer: tokenizerValues(settings, family))
        let output = try OutputFile(path: path)
        let writer = GGUFWriter(
            values: values.values, tensors: tensors.map(\.description))
        try writer.write(to: output) { index, sink in
            try tensors[index].write(weights, path: file.path) { bytes in
                try checkpoint()
                try sink(bytes)
            }
        }
        try weights.checkAdapter()
        try checkpoint()
        try output.commit()
        let sources = Set(file.tensors.map(\.path)).union(
            settings.adapter.map { [$0.weightsPath] } ?? [])
        return QuantizedModel(
            path: path, type: type, byteCount: output.count,
            sourceByteCount: sources.reduce(0) { $0 + (Path.size(of: $1) ?? 0) })
    }

    private static func tokenizerValues(
        _ settings: ModelSettings, _ family: GGUFFamily
    ) throws -> [(key: String, value: GGUFWriter.Value)] {
        let tokenizer = try settings.transformerTokenizer()
        try settings.check(tokenizer)
        if let gguf = settings.gguf {
            return GGUFTokenizerValues(copying: gguf.metadata).values
        }
        let path = Path.join(settings.tokenizerDirectory, "tokenizer.json")
        let source =
            Path.exists(path)
            ? try FileContents.bytes(parsing: path, limit: JSON.maximumBytes) : nil
        let document = try tokenizer.document(
            from: source, path: source == nil ? settings.tokenizerDirectory : path)
        return GGUFTokenizerValues(
            tokenizer, document: document, rows: family.encoder.vocabularySize,
            typeCount: family.encoder.tokenTypeCount
        ).values
    }

    /// What the model is called: a name as it is, of a path what it leads to.
    private static func modelName(_ model: String, _ settings: ModelSettings) -> String {
        guard Path.kind(of: model) != nil else { return model }
        return Path.lastComponent(of: Path.resolved(settings.directory) ?? settings.directory)
    }
}
