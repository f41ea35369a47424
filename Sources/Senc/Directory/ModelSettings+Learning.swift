internal import SencFiles
internal import SencWeights

/// What learning needs of a model beside what its files say.
extension ModelSettings {
    /// Reads the settings of a model that is named as `SentenceEncoder` takes it.
    package init(model: String) throws {
        try self.init(ModelSearch.locate(model))
    }

    /// What goes before texts of a role, if the model was trained with a prompt for each.
    package func prompt(for role: TextRole) -> String? {
        sentences.asksForRoles ? sentences.prompt(for: role) : nil
    }

    /// What goes before texts of which none is searched for the others; `nil` for the default prompt.
    package var comparisonPrompt: String? {
        sentences.comparisonPromptName.flatMap { sentences.prompts[$0] }
    }

    /// The tensors of an encoder, and what they are called.
    package func weights(
        of encoder: EncoderConfiguration
    ) throws -> (names: TensorNames, weights: NamedWeights) {
        let file = try WeightFile(path: weights)
        let (names, weights) = NamedWeights.find(
            encoder.architecture.names(in: file.format), in: file, adapter: try adapter?.load())
        // Layers that share their weights have them fewer times.
        guard let layers, !encoder.architecture.sharesLayers else { return (names, weights) }
        return (names, weights.keeping(layers, names))
    }

    /// The shares that the model's configuration has dropped in training.
    /// - Throws: `ModelError.invalidConfiguration` of a share that is not within 0..<1.
    package func dropout(of encoder: EncoderConfiguration) throws -> DropoutRates {
        guard gguf == nil else { return DropoutRates() }
        let directory = adapter?.baseInputDirectory ?? inputDirectory
        let file = try ConfigurationFile(path: Path.join(directory, "config.json"))
        func share(_ key: String, default value: Double = 0) throws -> Double {
            let share = try file.number(key) ?? value
            guard 0..<1 ~= share else { throw file.invalid(key, "must be at least 0 and below 1") }
            return share
        }
        switch encoder.modelType {
        case "distilbert":
            let hidden = try share("dropout", default: 0.1)
            return DropoutRates(
                embeddings: hidden,
                probabilities: try share("attention_dropout", default: 0.1), attention: 0,
                feedForward: hidden)
        case "modernbert":
            // It would stand within the feed-forward network.
            if try share("mlp_dropout") > 0 {
                throw file.invalid("mlp_dropout", "is not computed in training")
            }
            let attention = try share("attention_dropout")
            return DropoutRates(
                embeddings: try share("embedding_dropout"), probabilities: attention,
                attention: attention)
        case "nomic_bert":
            let residual = try share("resid_pdrop")
            return DropoutRates(
                embeddings: try share("embd_pdrop"), probabilities: try share("attn_pdrop"),
                attention: residual, feedForward: residual)
        case "qwen3", "gemma3_text", "eurobert":
            return DropoutRates(probabilities: try share("attention_dropout"))
        default:
            let isOlder = encoder.modelType != "albert"
            let hidden = try share("hidden_dropout_prob", default: isOlder ? 0.1 : 0)
            return DropoutRates(
                embeddings: hidden,
                probabilities: try share(
                    "attention_probs_dropout_prob", default: isOlder ? 0.1 : 0),
                attention: hidden, feedForward: hidden)
        }
    }
}

/// The shares of numbers that are dropped in training, by where they are.
package struct DropoutRates: Sendable, Equatable {
    /// Of what enters the first layer.
    package var embeddings = 0.0
    /// Of the probabilities of attention.
    package var probabilities = 0.0
    /// Of what attention adds to the states.
    package var attention = 0.0
    /// Of what the feed-forward network adds to them.
    package var feedForward = 0.0

    package static let none = DropoutRates()
}
