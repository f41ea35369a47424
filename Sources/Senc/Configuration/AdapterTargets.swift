internal import SencFiles
internal import SencTokenizers

/// Which modules a LoRA adapter changes, as PEFT decides it (`check_target_module_exists`).
struct AdapterTargets: Sendable {
    private enum Names: Sendable {
        /// All of them: what PEFT's own list for the architecture has, or every linear layer.
        case all
        /// Modules whose names end in one of these.
        case suffixes([String])
        case pattern(WholePattern)

        func contains(_ module: String) -> Bool {
            switch self {
            case .all: true
            case .suffixes(let names):
                names.contains { module == $0 || module.hasSuffix("." + $0) }
            case .pattern(let pattern): pattern.matches(module)
            }
        }
    }

    private let included: Names
    private let excluded: Names
    /// Layers that are changed alone; `nil` for all.
    private let layers: Set<Int>?
    /// What may stand before a layer's index; empty for anything.
    private let layerPatterns: [WholePattern]

    init(_ file: ConfigurationFile) throws {
        included = try Self.names("target_modules", file) ?? .all
        excluded = try Self.names("exclude_modules", file) ?? .suffixes([])
        let key = "layers_to_transform"
        if let value = file.json(key) {
            let indices = (value.elements ?? [value]).map(\.int)
            guard indices.allSatisfy({ $0 != nil }) else {
                throw file.invalid(key, "must be an integer or a list of integers")
            }
            layers = indices.isEmpty ? nil : Set(indices.compactMap(\.self))
        } else {
            layers = nil
        }
        layerPatterns = try file.stringsOrOne("layers_pattern").map {
            try file.pattern("(?:.*\\.)?(?:\($0))", key: "layers_pattern")
        }
    }

    private static func names(_ key: String, _ file: ConfigurationFile) throws -> Names? {
        guard let value = file.value(key) else { return nil }
        if let text = value.string {
            return text == "all-linear" ? .all : .pattern(try file.pattern(text, key: key))
        }
        let names = try file.stringsOrOne(key)
        return names.isEmpty ? nil : names == ["all-linear"] ? .all : .suffixes(names)
    }

    /// - Parameter module: its name in the adapter's own model.
    func contains(_ module: String) -> Bool {
        guard !excluded.contains(module), included.contains(module) else { return false }
        // An expression says by itself which layers it means.
        guard let layers, case .suffixes = included else { return true }
        return layerIndex(of: module).map(layers.contains) ?? false
    }

    /// The first part of a module's name that is a number, with a part after it and what the
    /// patterns ask for before it, or without patterns, two parts.
    private func layerIndex(of module: String) -> Int? {
        let parts = module.split(separator: ".", omittingEmptySubsequences: false)
        let least = layerPatterns.isEmpty ? 2 : 1
        for place in parts.indices.dropLast() where place >= least {
            guard let index = Int(parts[place]) else { continue }
            let before = parts[..<place].joined(separator: ".")
            if layerPatterns.isEmpty || layerPatterns.contains(where: { $0.matches(before) }) {
                return index
            }
        }
        return nil
    }
}

extension ConfigurationFile {
    /// A list of strings, or one string as such a list; empty if the key is absent.
    fileprivate func stringsOrOne(_ key: String) throws -> [String] {
        guard let value = json(key) else { return [] }
        let strings = (value.elements ?? [value]).map(\.string)
        guard strings.allSatisfy({ $0 != nil }) else {
            throw invalid(key, "must be a string or a list of strings")
        }
        return strings.compactMap(\.self)
    }
}
