public import SencFiles
public import SencMath

/// Why a model cannot be used.
public enum ModelError: Diagnostic, Equatable {
    /// No directory, file or name on the search path fits. `nearest` is the name among those at
    /// hand that may be meant.
    case notFound(model: String, searched: [String], nearest: String?)
    /// A model is asked for by a URL that is not a file's.
    case notAFile(url: String)
    /// The model is a broken link.
    case file(FileError)
    /// The directory lacks what every model has.
    case notAModel(path: String, missing: Message)
    /// A file that is given for a model and is none, by its content.
    case notAModelFile(path: String, seemsToBe: Message)
    /// A weight file that is given for a model, without the configuration beside it.
    case weightsAlone(path: String, format: String)
    /// A configuration file lacks a key, or the key's value is unusable.
    case invalidConfiguration(path: String, key: String, problem: Message)
    /// `config.json` names a family, its `model_type`, that senc does not have.
    case unsupportedModelType(type: String, supported: [String], path: String)
    /// `modules.json` names a step that senc does not have.
    case unsupportedModule(type: String, supported: [String], path: String)
    /// The configuration asks for a tensor that the weights lack.
    case missingTensor(name: String, path: String)
    /// A tensor of another shape than the configuration asks for.
    case wrongShape(tensor: String, shape: [Int], expected: [Int], path: String)
    /// A tensor that should hold a vector for each token is not a matrix.
    case notATable(tensor: String, shape: [Int], path: String)
    /// A map of tokens to rows of a table leads past the table.
    case noSuchRow(Float, count: Int, tensor: String, path: String)
    /// The model has no vectors of its reference implementation beside it.
    case noReferenceVectors(path: String)
    /// The `blas` backend computes in float32 alone.
    case precisionNeedsPackedBackend(Precision)
    /// The `blas` backend is asked for and the system has no OpenBLAS.
    case noBLAS
    /// The environment variable `SENC_KERNELS` names kernels that are none of those this CPU runs.
    case noSuchKernels(String, known: [String])

    public var message: Message {
        switch self {
        case .notFound(let model, let searched, let nearest):
            if let nearest {
                """
                no model \(model.quoted()); did you mean \(nearest.quoted())? ('senc models' lists \
                those at hand)\(Self.mend(forMissing: model))
                """
            } else {
                "no model \(model.quoted())\(Self.places(searched))\(Self.mend(forMissing: model))"
            }
        case .notAFile(let url):
            "\(url.quoted(limit: 200)) is not the URL of a file; download the model first"
        case .file(let error): error.message
        case .notAModel(let path, let missing):
            "not a model directory: it has no \(missing) (\(path))"
        case .notAModelFile(let path, let kind):
            "not a model: it seems to be \(kind); \(Self.readable) (\(path))"
        case .weightsAlone(let path, let format):
            """
            not a model by itself: it has \(format) weights, but no config.json is beside it; \
            \(Self.readable) (\(path))
            """
        case .invalidConfiguration(let path, let key, let problem):
            "\(key.quoted()) \(problem) (\(path))"
        case .unsupportedModelType(let type, let supported, let path):
            """
            model type \(type.quoted()) is not supported; supported: \
            \(supported.joined(separator: ", ")) (\(path))
            """
        case .unsupportedModule(let type, let supported, let path):
            """
            module type \(type.quoted(limit: 200)) is not supported; supported: \
            \(supported.joined(separator: ", ")) (\(path))
            """
        case .missingTensor(let name, let path):
            "the weights lack the tensor \(name.quoted()) (\(path))"
        case .wrongShape(let tensor, let shape, let expected, let path):
            """
            tensor \(tensor.quoted()) has the shape \(shape) where the configuration asks for \
            \(expected) (\(path))
            """
        case .notATable(let tensor, let shape, let path):
            """
            tensor \(tensor.quoted()) has the shape \(shape), which is not a table of vectors \
            (\(path))
            """
        case .noSuchRow(let row, let count, let tensor, let path):
            "tensor \(tensor.quoted()) maps to row \(row), out of range: there are \(count) (\(path))"
        case .noReferenceVectors(let path):
            """
            nothing to verify against: no such file (\(path)); --write makes it from the vectors as \
            they are
            """
        case .precisionNeedsPackedBackend(let precision):
            "the 'blas' backend cannot compute in \(precision.rawValue); use the 'packed' backend"
        case .noBLAS:
            """
            no OpenBLAS library found; install it (libopenblas0, or brew's openblas) or use the \
            'packed' backend
            """
        case .noSuchKernels(let name, let known):
            """
            SENC_KERNELS is \(name.quoted()), which this CPU does not run; it runs \
            \(known.joined(separator: ", "))
            """
        }
    }

    private static let readable: Message =
        """
        a model is a directory with config.json and weights, a weight file in one, or a file of \
        word vectors (word2vec, GloVe, fastText's .vec and .bin)
        """

    private static func places(_ searched: [String]) -> Message {
        searched.isEmpty ? "" : " (searched \(searched.joined(separator: ", ")))"
    }

    /// How to get a model that may be one of the hub's.
    private static func mend(forMissing model: String) -> Message {
        guard HubCache.isRepository(model.prefix { $0 != "@" }) else { return "" }
        return "; if it is on the Hugging Face hub, 'senc pull \(model.onOneLine())' fetches it"
    }

    public var status: ExitStatus {
        switch self {
        case .file(let error): error.status
        case .notFound, .noReferenceVectors: .noInput
        case .notAFile, .precisionNeedsPackedBackend, .noBLAS, .noSuchKernels: .usage
        default: .badData
        }
    }
}
