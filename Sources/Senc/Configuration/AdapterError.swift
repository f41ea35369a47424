public import SencFiles

/// Why an adapter cannot be applied to its base model. `path` is the file at fault.
public enum AdapterError: Diagnostic, Equatable {
    /// Another kind of adapter than LoRA.
    case unsupportedKind(String, path: String)
    /// A key of the configuration asks for what is not computed.
    case unsupportedKey(key: String, value: String, path: String)
    /// The configuration names a base model that is nowhere at hand.
    case noBase(String, path: String)
    /// The configuration names no base model, and none is beside it.
    case unnamedBase(path: String)
    /// What the base model's name leads to is another adapter, or no model with named tensors.
    case unsuitableBase(String, problem: Message, path: String)
    /// There are no weights beside the configuration.
    case noWeights(directory: String)
    /// The weights hold no tensor.
    case empty(path: String)
    /// A tensor of no role that an adapter's have.
    case unknownTensor(String, path: String)
    /// Of the two factors one is missing.
    case missingTensor(String, path: String)
    /// A tensor of another shape than rank and base model ask for.
    case wrongShape(tensor: String, shape: [Int], expected: [Int], path: String)
    /// The adapter changes a module that the configuration does not name.
    case notTargeted(module: String, path: String)
    /// The adapter changes what the base model does not have.
    case unusedTensor(String, base: String, path: String)

    public var message: Message {
        switch self {
        case .unsupportedKind(let kind, let path):
            "adapters of the type \(kind.quoted()) are not supported; supported: LORA (\(path))"
        case .unsupportedKey(let key, let value, let path):
            "\(key.quoted()) is \(value.quoted()), which is not supported (\(path))"
        case .noBase(let base, let path):
            HubCache.isRepository(base)
                ? """
                the adapter's base model \(base.quoted(limit: 200)) is not at hand; \
                'senc pull \(base)' fetches it from the Hugging Face hub (\(path))
                """
                : "the adapter's base model \(base.quoted(limit: 200)) is not at hand (\(path))"
        case .unnamedBase(let path):
            "the adapter names no base model: 'base_model_name_or_path' is missing (\(path))"
        case .unsuitableBase(let base, let problem, let path):
            "the adapter's base model \(base.quoted(limit: 200)) \(problem) (\(path))"
        case .noWeights(let directory):
            """
            no adapter weights: none of \(AdapterDirectory.weightNames.joined(separator: ", ")) \
            (\(directory))
            """
        case .empty(let path):
            "the adapter has no tensors (\(path))"
        case .unknownTensor(let name, let path):
            "tensor \(name.quoted(limit: 200)) is none that a LoRA adapter has (\(path))"
        case .missingTensor(let name, let path):
            "the adapter lacks the tensor \(name.quoted(limit: 200)) (\(path))"
        case .wrongShape(let tensor, let shape, let expected, let path):
            """
            tensor \(tensor.quoted(limit: 200)) has the shape \(shape) where the adapter and its \
            base ask for \(expected) (\(path))
            """
        case .notTargeted(let module, let path):
            """
            the adapter has weights for \(module.quoted(limit: 200)), which its configuration does \
            not target (\(path))
            """
        case .unusedTensor(let name, let base, let path):
            """
            tensor \(name.quoted(limit: 200)) changes a module that the base model \
            \(base.quoted(limit: 200)) does not have (\(path))
            """
        }
    }

    public var status: ExitStatus {
        switch self {
        case .noBase, .noWeights: .noInput
        default: .badData
        }
    }
}
