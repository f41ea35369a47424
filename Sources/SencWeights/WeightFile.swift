package import SencFiles
import Synchronization

/// The weights of a model: named tensors in one file, or in several that an index names.
///
/// Opening reads and checks the headers alone; a tensor's bytes are read from the mapped file when
/// they are asked for, so it costs the same for a model of any size.
///
/// ```swift
/// let weights = try WeightFile(path: "Weights/all-MiniLM-L6-v2")
/// let gain = try weights.tensor(named: "embeddings.LayerNorm.weight").floats()
/// ```
public struct WeightFile: Sendable {
    /// What the file, or the index of several, is called in a model's directory; the first that is
    /// there counts.
    public static let fileNames = [
        fileName, indexName, "pytorch_model.bin", "pytorch_model.bin.index.json",
    ]
    /// Where ONNX files are kept, which are read if there is nothing else.
    private static let onnxNames = ["model.onnx", "onnx/model.onnx"]
    /// What safetensors weights in one file are called.
    public static let fileName = "model.safetensors"
    /// What the index of safetensors weights in several files is called.
    public static let indexName = "model.safetensors.index.json"

    /// The file that was opened: the weight file, or the index.
    public let path: String
    /// The format of the file, or of the shards.
    public let format: WeightFormat
    /// Whether it is an index of several files.
    public let isSharded: Bool
    /// The tensors in the order of the data, one file after the other.
    public let tensors: [Tensor]
    /// What the writer noted about the file. Of several files that note different things under the
    /// same key, the first counts.
    public let metadata: [String: String]
    /// What a GGUF file says beside its tensors; `nil` of other formats.
    package let ggufMetadata: GGUFMetadata?
    private let indices: [[UInt8]: Int]
    /// Where the names that are asked for are kept, if they are.
    private var uses: TensorUses?

    /// Opens the weights and reads what they are called, without their elements.
    /// - Parameter path: a file of any `WeightFormat`, told by its content; an index of several; or
    ///   a directory with one of `fileNames`, with one GGUF file, or with
    ///   `model.onnx` or `onnx/model.onnx`; sought in this order.
    /// - Throws: `WeightsError` if there is none, or anything in a header or index contradicts
    ///   itself or the bytes that are there.
    public init(path: String) throws(WeightsError) {
        try self.init(Self.locate(path))
    }

    package init(_ file: MappedFile) throws(WeightsError) {
        path = file.path
        isSharded = ShardIndex.seemsToBe(file)
        let headers: [any WeightHeader]
        if isSharded {
            let shards = try ShardIndex(file).open()
            format = shards.first?.format ?? .safetensors
            headers = shards.map(\.header)
        } else {
            format = WeightFormat(of: file)
            headers = [try format.open(file)]
        }
        tensors = headers.flatMap(\.tensors)
        metadata = headers.reduce(into: [:]) { all, header in
            all.merge(header.metadata) { first, _ in first }
        }
        ggufMetadata = (headers.first as? GGUFHeader)?.values
        indices = Dictionary(
            zip(tensors.map { Array($0.name.utf8) }, tensors.indices),
            uniquingKeysWith: { first, _ in first })
    }

    /// How many tensors there are.
    public var count: Int { tensors.count }

    /// The names of the tensors, in the order of `tensors`.
    public var names: [String] { tensors.map(\.name) }

    /// The tensor of that name, if there is one.
    public subscript(name: String) -> Tensor? {
        guard let index = indices[Array(name.utf8)] else { return nil }
        uses?.insert(name)
        return tensors[index]
    }

    /// The same file, noting in `uses` which of its tensors are asked for.
    package func recording(_ uses: TensorUses) -> WeightFile {
        var result = self
        result.uses = uses
        return result
    }

    /// The tensor of that name.
    /// - Throws: `TensorFault.missing` if there is none.
    public func tensor(named name: String) throws(WeightsError) -> Tensor {
        guard let tensor = self[name] else { throw .tensor(name: name, .missing, path: path) }
        return tensor
    }
}

extension WeightFile {
    /// The file to open for `path`, which may be a directory.
    private static func locate(_ path: String) throws(WeightsError) -> MappedFile {
        guard Path.kind(of: path) == .directory else { return try map(path) }
        let directory = path.hasSuffix("/") ? path : path + "/"
        if let file = try firstFile(fileNames, in: directory) { return file }
        if let file = try ggufFile(in: path) { return try map(file) }
        if let file = try firstFile(onnxNames, in: directory) { return file }
        throw .noWeightFile(names: fileNames + ["*.gguf"] + onnxNames, directory: path)
    }

    private static func firstFile(
        _ names: [String], in directory: String
    ) throws(WeightsError) -> MappedFile? {
        for name in names {
            do {
                return try map(directory + name)
            } catch .file(.notFound) {
                continue
            }
        }
        return nil
    }

    /// Whether a directory has a weight file by its name.
    package static func isPresent(in directory: String) throws(WeightsError) -> Bool {
        do {
            _ = try locate(directory)
            return true
        } catch .noWeightFile {
            return false
        }
    }

    /// The one file of a directory whose name is a GGUF file's; `nil` if there is none.
    /// - Throws: `WeightsError.severalWeightFiles` if there are more.
    package static func ggufFile(in directory: String) throws(WeightsError) -> String? {
        let names = ((try? Directory.names(in: FileName(directory))) ?? []).map(\.string)
            .filter { $0.hasSuffix(".gguf") }.sorted()
        guard names.count <= 1 else {
            throw .severalWeightFiles(names, directory: directory)
        }
        return names.first.map { Path.join(directory, $0) }
    }

    /// Whether a file begins as a GGUF file does.
    package static func isGGUF(path: String) throws(WeightsError) -> Bool {
        WeightFormat(of: try map(path)) == .gguf
    }

    private static func map(_ path: String) throws(WeightsError) -> MappedFile {
        do throws(FileError) {
            let file = try MappedFile(parsing: path, as: MappedFile.theWeights)
            guard !file.bytes.isEmpty else { throw FileError.empty(path: path) }
            return file
        } catch {
            throw .file(error)
        }
    }
}

/// Which tensors of a weight file were asked for.
package final class TensorUses: Sendable {
    private let found = Mutex<Set<[UInt8]>>([])

    package init() {}

    package func insert(_ name: String) {
        found.withLock { _ = $0.insert(Array(name.utf8)) }
    }

    package func contains(_ name: String) -> Bool {
        found.withLock { $0.contains(Array(name.utf8)) }
    }
}

extension MappedFile {
    /// What errors call a file of weights.
    package static let theWeights: Message = "the weights"
}
