internal import SencFiles
internal import SencWeights

extension ModelSearch.Location {
    /// What makes a directory one that a weight file may be in.
    private static let configurations = ["config.json", "modules.json", "adapter_config.json"]

    /// - Throws: `ModelError` if the user pointed at a file that is neither word vectors nor weights
    ///   with their configuration beside them.
    func checkFile() throws {
        guard let weightFile else { return }
        let format = try Self.checkedFormat(ofFile: weightFile)
        guard let format, format != .gguf else { return }
        let isAlone = Self.configurations.allSatisfy {
            !Path.exists(Path.join(directory, $0))
        }
        if isAlone { throw ModelError.weightsAlone(path: weightFile, format: format.rawValue) }
    }

    /// The format of a weight file; `nil` of word vectors, and of files whose fault those who read
    /// them name better.
    /// - Throws: `ModelError.notAModelFile` if a file is neither of weights nor of word vectors.
    static func checkedFormat(ofFile path: String) throws -> WeightFormat? {
        let file: MappedFile
        do {
            file = try MappedFile(path: path)
        } catch {
            throw WeightsError.file(error)
        }
        if WordVectorFile.seemsToBe(file) { return nil }
        let kind = FileKind(of: file)
        switch kind {
        case .weights(let format): return format
        case .pointer: return nil
        case .unknown where path.hasSuffix(".safetensors"): return .safetensors
        case .empty where path.hasSuffix(".safetensors"): return .safetensors
        default: throw ModelError.notAModelFile(path: path, seemsToBe: kind.message)
        }
    }
}
