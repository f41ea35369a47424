internal import SencFiles
internal import SencWeights

/// What learning needs of a model beside what its files say.
extension ModelSettings {
    /// Reads the settings of a model that is named as `SentenceEncoder` takes it.
    package init(model: String) throws {
        try self.init(ModelSearch.locate(model))
    }

    /// The tensors of an encoder, and what they are called.
    package func weights(
        of encoder: EncoderConfiguration
    ) throws -> (names: TensorNames, weights: NamedWeights) {
        let file = try WeightFile(path: weights)
        return NamedWeights.find(
            encoder.architecture.names(in: file.format), in: file, adapter: try adapter?.load())
    }
}
