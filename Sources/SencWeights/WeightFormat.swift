import SencFiles

/// The formats a weight file can have, distinguished by its first bytes.
public enum WeightFormat: String, Sendable {
    /// safetensors: a header in JSON, then the elements.
    case safetensors
    /// What `torch.save` writes: a ZIP archive with a pickle. No code in it is run.
    case pyTorch = "PyTorch"
    /// The format of llama.cpp, with configuration and tokenizer inside, version 2 or 3.
    case gguf = "GGUF"
    /// An exported graph, of which the parameters are taken.
    case onnx = "ONNX"

    init(of file: MappedFile) {
        if file.bytes.starts(with: PyTorchArchive.start)
            || file.bytes.starts(with: PyTorchArchive.legacyStart)
        {
            self = .pyTorch
        } else if file.bytes.starts(with: GGUFHeader.start) {
            self = .gguf
        } else if ONNXGraph.seemsToBe(file) {
            self = .onnx
        } else {
            self = .safetensors
        }
    }

    func open(_ file: MappedFile) throws(WeightsError) -> any WeightHeader {
        switch self {
        case .safetensors: try SafetensorsHeader(of: file)
        case .pyTorch: try PyTorchArchive(of: file)
        case .gguf: try GGUFHeader(of: file)
        case .onnx: try ONNXGraph(of: file)
        }
    }
}

extension ShardIndex {
    /// Whether a file is JSON text, as an index is. A safetensors file begins with the length of
    /// its header, whose high bytes are zero.
    static func seemsToBe(_ file: MappedFile) -> Bool {
        let start = file.bytes.prefix(SafetensorsHeader.lengthBytes)
        let isText = start.allSatisfy { (0x20..<0x7F) ~= $0 || (0x09...0x0D) ~= $0 }
        return isText && start.first { $0 > 0x20 } == UInt8(ascii: "{")
    }
}
