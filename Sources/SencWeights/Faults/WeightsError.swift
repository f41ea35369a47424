public import SencFiles

/// Why a weight file, or a tensor in it, cannot be used. `path` is always the file at fault.
public enum WeightsError: Diagnostic, Equatable {
    /// The operating system refused the file.
    case file(FileError)
    /// A directory with none of the names of weight files.
    case noWeightFile(names: [String], directory: String)
    /// A safetensors file is at fault as a whole.
    case header(HeaderFault, path: String)
    /// One tensor is at fault, in a file of any format.
    case tensor(name: String, TensorFault, path: String)
    /// The index of a sharded file is at fault.
    case index(ShardIndexFault, path: String)
    /// A PyTorch file is at fault as a whole.
    case archive(ArchiveFault, path: String)
    /// A GGUF file is at fault as a whole.
    case gguf(GGUFFault, path: String)
    /// An ONNX file is at fault as a whole.
    case onnx(ONNXFault, path: String)
    /// A directory with several files that might hold the weights.
    case severalWeightFiles([String], directory: String)
    /// A file of word vectors is at fault.
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
