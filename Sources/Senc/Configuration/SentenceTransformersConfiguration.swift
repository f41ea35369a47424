internal import SencFiles
internal import SencMath

/// What `config_sentence_transformers.json` says of a model: its prompts, and how its vectors are
/// compared.
struct SentenceTransformersConfiguration: Sendable {
    static let fileName = "config_sentence_transformers.json"
    static let comparisonKey = "comparison_prompt_name"

    /// What the file is called that says all this.
    private(set) var name = fileName
    /// Texts to put before a text, by name.
    private(set) var prompts: [String: String] = [:]
    private(set) var defaultPromptName: String?
    /// What a model says of the prompt for texts that are compared with others of their kind: a name,
    /// or that there is none; `nil` if it says nothing. A key of ours, which others ignore.
    private(set) var statedComparisonPrompt: String??
    private(set) var similarity = SimilarityFunction.cosine
    private(set) var truncateDimension: Int?
    private(set) var settings: [Setting] = []

    /// Of a model without such a file.
    init() {}

    /// - Parameter directory: without the file, everything is as usual.
    init(directory: String) throws {
        guard let file = try ConfigurationFile.ifPresent(Path.join(directory, Self.fileName))
        else {
            self.init()
            return
        }
        try self.init(file, name: Self.fileName)
    }

    /// - Parameter name: what the file is called, for what `inspect` prints.
    init(_ file: ConfigurationFile, name: String) throws {
        self.name = name
        if let type = try file.string("model_type"), type != "SentenceTransformer" {
            throw file.invalid(
                "model_type", "is \(type.quoted()); only 'SentenceTransformer' is supported")
        }
        prompts = try Self.prompts(file)
        defaultPromptName = try file.string("default_prompt_name")
        if let prompt = defaultPromptName, prompts[prompt] == nil {
            throw file.invalid(
                "default_prompt_name", "is \(prompt.quoted()), which is not among the prompts")
        }
        if let stated = file.root?[Self.comparisonKey] {
            statedComparisonPrompt = .some(try file.string(Self.comparisonKey))
            if let prompt = stated.string, prompts[prompt] == nil {
                throw file.invalid(
                    Self.comparisonKey, "is \(prompt.quoted()), which is not among the prompts")
            }
        }
        truncateDimension = try file.integer("truncate_dim", in: 1...(1 << 20))
        similarity = try Self.similarity(file)
        for (prompt, text) in prompts.sorted(by: { $0.key < $1.key }) {
            settings.append(
                Setting(
                    name: "prompt \(prompt)", value: "\(text)", in: "\(name) prompts"))
        }
        if let defaultPromptName {
            settings.append(
                Setting(
                    name: "default prompt", value: "\(defaultPromptName)",
                    in: "\(name) default_prompt_name"))
        }
        if file.value("similarity_fn_name") != nil {
            settings.append(
                Setting(
                    name: "similarity", value: "\(similarity.rawValue)",
                    in: "\(name) similarity_fn_name"))
        }
        if let truncateDimension {
            settings.append(
                Setting(
                    name: "truncate dimension", value: "\(truncateDimension)",
                    in: "\(name) truncate_dim"))
        }
    }

    private static func prompts(_ file: ConfigurationFile) throws -> [String: String] {
        guard let value = file.json("prompts") else { return [:] }
        guard let members = value.members else {
            throw file.invalid("prompts", "must be an object")
        }
        var result: [String: String] = [:]
        for (name, prompt) in members {
            guard let text = prompt.string else {
                throw file.invalid("prompts", "must hold strings")
            }
            result[name] = text
        }
        return result
    }

    private static func similarity(_ file: ConfigurationFile) throws -> SimilarityFunction {
        guard let name = try file.string("similarity_fn_name") else { return .cosine }
        guard let function = SimilarityFunction(rawValue: name) else {
            let known = SimilarityFunction.allCases.map(\.rawValue).joined(separator: ", ")
            throw file.invalid("similarity_fn_name", "is \(name.quoted()), not one of \(known)")
        }
        return function
    }
}
