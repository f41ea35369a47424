extension SentenceEncoder {
    /// The family of its encoder, as `config.json` names it; `static` of a table of vectors.
    package var family: String {
        switch settings.input {
        case .transformer(let configuration): configuration.modelType
        case .table: "static"
        }
    }

    /// How the states of a text's tokens become one vector, as sentence-transformers names it.
    package var poolingName: String {
        pipeline.pooling.modes.map(\.rawValue).joined(separator: "+")
    }

    /// The weight file, or the directory that has it.
    package var weightPath: String { weights }
}
