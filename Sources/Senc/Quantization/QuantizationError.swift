public import SencFiles

/// Why a model is not stored with quantized weights.
public enum QuantizationError: Diagnostic, Equatable {
    /// What such a file has no form for.
    case unsupported(UnstorableFeature, path: String)
    /// Weights that have been quantized before, which would lose more than the float model's.
    case alreadyQuantized(type: String, tensor: String, path: String)
    /// The file to be written is the model's own.
    case outputIsInput(path: String)
    /// A file of prompts that is longer than a text in such a file may be.
    case promptsTooLong(bytes: Int, limit: Int, path: String)

    public var message: Message {
        switch self {
        case .unsupported(let feature, let path):
            """
            \(feature), which cannot be stored as GGUF: BERT, RoBERTa, XLM-R, CamemBERT, DistilBERT \
            and Nomic models can, with mean, CLS or last-token pooling and nothing but Normalize \
            after it (\(path))
            """
        case .alreadyQuantized(let type, let tensor, let path):
            """
            tensor \(tensor.quoted()) is of type \(type): the weights are quantized already; \
            quantize the float model that they were made of (\(path))
            """
        case .outputIsInput(let path):
            "the file to be written is the model's own; name another (\(path))"
        case .promptsTooLong(let bytes, let limit, let path):
            "\(bytes) bytes are over the limit of \(limit) of what is kept of prompts (\(path))"
        }
    }

    public var status: ExitStatus {
        switch self {
        case .outputIsInput: .usage
        case .unsupported, .alreadyQuantized, .promptsTooLong: .badData
        }
    }
}

/// Something of a model that a GGUF file of the known families cannot tell.
public enum UnstorableFeature: Equatable, Sendable, Localizable {
    /// There is no transformer: the model is a table of vectors.
    case tokenVectors
    /// A family that GGUF files have no name for, by its `model_type`.
    case modelType(String)
    /// Another activation than readers of GGUF assume for the family.
    case activation(String)
    /// Rotary positions that are scaled.
    case scaledPositions
    /// A base of rotary embeddings, or a factor, that a float32 does not hold.
    case number(Double)
    /// Another pooling than one of mean, CLS and last token.
    case pooling([String])
    /// Pooling that leaves the prompt's tokens out.
    case poolingWithoutPrompt
    /// A module that changes vectors after pooling, such as Dense.
    case module(String)

    public var message: Message {
        switch self {
        case .tokenVectors: "the model is a table of token vectors"
        case .modelType(let type): "the model is of type \(type.quoted())"
        case .activation(let name): "the activation is \(name.quoted())"
        case .scaledPositions: "the rotary embeddings are scaled"
        case .number(let number): "the rotary embeddings have the number \(number)"
        case .pooling(let modes): "the pooling is \(modes.joined(separator: " + "))"
        case .poolingWithoutPrompt: "pooling leaves the prompt out"
        case .module(let name): "pooling is followed by \(name)"
        }
    }
}
