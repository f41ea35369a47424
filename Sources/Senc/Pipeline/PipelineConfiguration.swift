internal import SencFiles

/// The steps of a sentence-transformers model, from its `modules.json`.
struct PipelineConfiguration: Sendable {
    enum Module: Sendable, Equatable {
        /// `path` is relative to the model directory, as are the others'.
        case pooling(path: String)
        case dense(path: String)
        case normalize
    }

    /// The directory of the transformer, relative to the model directory.
    let transformerPath: String
    /// What follows the transformer, in order.
    let modules: [Module]
    /// Whether `modules.json` was there to say so.
    let isDeclared: Bool

    /// - Returns: transformer and mean pooling if there is no `modules.json`.
    init(directory: String) throws {
        let path = Path.join(directory, "modules.json")
        guard Path.kind(of: path) != nil else {
            (transformerPath, modules, isDeclared) = ("", [], false)
            return
        }
        let root = try JSON(path: path)
        let file = ConfigurationFile(path: path, root: root)
        guard let entries = root.elements, !entries.isEmpty else {
            throw file.invalid("", "must be a list of modules")
        }
        var transformerPath: String?
        var modules: [Module] = []
        for entry in entries {
            let entry = ConfigurationFile(path: path, root: entry)
            guard let type = try entry.string("type") else {
                throw entry.invalid("type", "is missing")
            }
            let place = try entry.string("path") ?? ""
            guard !place.hasPrefix("/"), !place.split(separator: "/").contains("..") else {
                throw entry.invalid("path", "must lie inside the model directory")
            }
            // The dotted prefix differs between versions of sentence-transformers.
            switch type.split(separator: ".").last {
            case "Transformer" where transformerPath == nil && modules.isEmpty:
                transformerPath = place
            case "Pooling" where !modules.contains(where: \.isPooling):
                modules.append(.pooling(path: place))
            case "Dense" where modules.contains(where: \.isPooling):
                modules.append(.dense(path: place))
            case "Normalize" where modules.contains(where: \.isPooling):
                modules.append(.normalize)
            case "Transformer", "Pooling", "Dense", "Normalize":
                throw entry.invalid("type", "puts \(type.quoted()) at a place it cannot have")
            default: throw ModelError.unsupportedModule(type: type, path: path)
            }
        }
        guard let transformerPath else { throw file.invalid("type", "names no Transformer") }
        self.transformerPath = transformerPath
        self.modules = modules
        isDeclared = true
    }
}

extension PipelineConfiguration.Module {
    var isPooling: Bool {
        if case .pooling = self { true } else { false }
    }
}
