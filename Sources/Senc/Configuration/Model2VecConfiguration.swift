internal import SencFiles

/// The `config.json` of a model that model2vec saved.
struct Model2VecConfiguration: Sendable {
    private static let architecture = "StaticModel"
    private static let modelType = "model2vec"
    /// What model2vec takes where its file says nothing.
    private static let defaultMaximumTokens = 512

    /// `nil` if the file does not say.
    let normalizes: Bool?
    let maximumTokens: Int
    /// The file and key that say so.
    let maximumTokensSource: Message

    /// - Parameter directory: may lack the file, for which the defaults then stand.
    init(directory: String) throws {
        let file = try ConfigurationFile.ifPresent(Path.join(directory, "config.json"))
        normalizes = try file?.bool("normalize")
        guard let file, file.root?["max_length"] != nil else {
            maximumTokens = Self.defaultMaximumTokens
            maximumTokensSource = Message("model2vec default")
            return
        }
        // An explicit null lifts the limit.
        maximumTokens =
            try file.integer("max_length", in: 1...InputModule.unlimitedTokens)
            ?? InputModule.unlimitedTokens
        maximumTokensSource = Message(verbatim: "config.json max_length")
    }

    /// Whether a directory's `config.json` is one of model2vec's: by its type or architecture, or,
    /// where it names no type, by a key that only model2vec writes.
    static func isPresent(in directory: String) throws -> Bool {
        guard let file = try ConfigurationFile.ifPresent(Path.join(directory, "config.json")) else {
            return false
        }
        if let type = try file.string("model_type") { return type == modelType }
        return file.json("architectures")?.elements?.first?.string == architecture
            || file.value("normalize") != nil || file.value("embedding_dtype") != nil
    }
}
