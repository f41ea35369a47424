/// A family of encoders: how its files name what every encoder has.
///
/// A layer's names are relative to `layer`, in which `#` stands for its index. Each name is that
/// of a module; its tensors end in `.weight` and `.bias`.
struct Architecture: Sendable {
    let modelType: String
    /// What may stand before all names, tried in order.
    let prefixes: [String]
    let wordEmbeddings: String
    let positionEmbeddings: String
    let tokenTypeEmbeddings: String
    let embeddingNorm: String
    let layer: String
    let query: String
    let key: String
    let value: String
    let attentionOutput: String
    let attentionNorm: String
    let intermediate: String
    let output: String
    let outputNorm: String

    static let all: [Architecture] = [
        Architecture(
            modelType: "bert",
            prefixes: ["", "bert.", "model.", "0.auto_model."],
            wordEmbeddings: "embeddings.word_embeddings",
            positionEmbeddings: "embeddings.position_embeddings",
            tokenTypeEmbeddings: "embeddings.token_type_embeddings",
            embeddingNorm: "embeddings.LayerNorm",
            layer: "encoder.layer.#.",
            query: "attention.self.query",
            key: "attention.self.key",
            value: "attention.self.value",
            attentionOutput: "attention.output.dense",
            attentionNorm: "attention.output.LayerNorm",
            intermediate: "intermediate.dense",
            output: "output.dense",
            outputNorm: "output.LayerNorm")
    ]

    static func named(_ modelType: String) -> Architecture? {
        all.first { $0.modelType == modelType }
    }
}
