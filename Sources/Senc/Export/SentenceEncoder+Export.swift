internal import SencWeights

/// How the weights of an exported model are written.
public enum ExportType: String, Sendable, CaseIterable {
    /// All bits of the weights as senc reads them, quantized ones as their dequantized values.
    case float32
    /// Half the size; each weight rounded to the nearest number of 11 significant bits.
    case float16

    var output: SafetensorsWriter.Output {
        switch self {
        case .float32: .float32
        case .float16: .float16
        }
    }
}

extension SentenceEncoder {
    /// Writes a model as a directory that sentence-transformers loads, without loading the model
    /// for computing: weights in safetensors, the tokenizer, and what follows pooling and prompts
    /// with them. Of an adapter's model the merged weights are written, of quantized weights their
    /// dequantized values.
    ///
    /// The vectors of the directory are those of the model, in `float32` to the bit. The same
    /// model gives the same bytes. Weights are read and written one after the other; none is held
    /// longer than it takes.
    ///
    /// ```swift
    /// try SentenceEncoder.export(to: "multilingual-e5-small")
    /// let encoder = try SentenceEncoder(model: "./multilingual-e5-small")
    /// ```
    /// - Parameters:
    ///   - model: as for `init(model:)`. Of a file of word vectors the words become a
    ///     `WordEmbeddings` module; a text that is an entry with a space in it is then two words.
    ///   - directory: one that is not there yet, or is empty.
    ///   - type: how weights are written.
    ///   - checkpoint: called many times while weights are written, on the calling thread; an error
    ///     that it throws ends the export, after which nothing has been written.
    /// - Returns: the size of all files in bytes.
    /// - Throws: what `init(model:)` does; `ExportError` for what sentence-transformers has no
    ///   module for; `WeightsError` of a weight that is too large for float16; `FileError` if the
    ///   directory is not empty or cannot be written. Nothing has been written then.
    @discardableResult
    public static func export(
        model: String = embeddedModel, to directory: String, type: ExportType = .float32,
        checkpoint: () throws -> Void = {}
    ) throws -> Int {
        let settings = try ModelSettings(ModelSearch.locate(model))
        return try ModelExport(settings, askedForAs: model, type).write(to: directory, checkpoint)
    }

    /// Writes this model as `export(model:to:type:checkpoint:)` does, from its files.
    /// - Throws: as that does.
    @discardableResult
    public func export(
        to directory: String, type: ExportType = .float32, checkpoint: () throws -> Void = {}
    ) throws -> Int {
        try ModelExport(settings, askedForAs: model, type).write(to: directory, checkpoint)
    }
}
