public import SencFiles

/// Why a weight file, or a tensor in it, cannot be used. `path` is always the file at fault.
public enum WeightsError: Diagnostic, Equatable {
    /// The operating system refused the file.
    case file(FileError)
    /// A directory with none of the names of weight files.
    case noWeightFile(names: [String], directory: String)
    case header(HeaderFault, path: String)
    case tensor(name: String, TensorFault, path: String)
    case index(ShardIndexFault, path: String)
    case archive(ArchiveFault, path: String)
    case gguf(GGUFFault, path: String)
    case onnx(ONNXFault, path: String)
    /// A directory with several files that might hold the weights.
    case severalWeightFiles([String], directory: String)
    case wordVectors(WordVectorFault, path: String)

    public var message: Message {
        switch self {
        case .file(let error):
            error.message
        case .noWeightFile(let names, let directory):
            "no weights: none of \(names.joined(separator: ", ")) (\(directory))"
        case .severalWeightFiles(let names, let directory):
            """
            several weight files, of which one must be named: \
            \(names.map { $0.quoted() }.joined(separator: ", ")) (\(directory))
            """
        case .header(let fault, let path):
            "not a valid safetensors file: \(fault) (\(path))"
        case .tensor(let name, let fault, let path):
            "tensor \(name.quoted()) \(fault) (\(path))"
        case .index(let fault, let path):
            "not a valid shard index: \(fault) (\(path))"
        case .archive(let fault, let path):
            "not a valid PyTorch file: \(fault) (\(path))"
        case .gguf(let fault, let path):
            "not a valid GGUF file: \(fault) (\(path))"
        case .onnx(let fault, let path):
            "not a valid ONNX file: \(fault) (\(path))"
        case .wordVectors(let fault, let path):
            "not a valid file of word vectors: \(fault) (\(path))"
        }
    }

    public var status: ExitStatus {
        switch self {
        case .file(let error): error.status
        case .noWeightFile: .noInput
        case .header, .tensor, .index, .archive, .gguf, .onnx, .severalWeightFiles, .wordVectors:
            .badData
        }
    }
}
