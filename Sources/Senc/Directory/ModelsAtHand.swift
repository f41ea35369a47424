internal import SencFiles
internal import SencWeights

/// Where a model that has a name is kept.
package enum ModelPlace: String, Sendable {
    /// A directory that `$SENC_MODELS` names.
    case searchPath = "SENC_MODELS"
    /// `Weights` in the working directory, or with the program.
    case embedded
    case cache = "Hugging Face cache"
}

extension ModelSearch {
    /// A directory that a name leads to, whatever is in it.
    struct Named: Sendable {
        var name: String
        var directory: String
        var place: ModelPlace
    }

    /// Files and directories that are looked at, in all and in one directory.
    private static let maximumVisits = 20_000
    private static let maximumEntries = 5_000
    /// What begins the name of a model's folder in the cache.
    private static let cachePrefix = "models--"
    private static let marks =
        ["config.json", "modules.json", AdapterConfiguration.fileName] + WeightFile.fileNames

    /// The models that can be asked for by name, none of which was opened: the search path's, in its
    /// order, then those of the Hugging Face cache. Of several with a name, the one that it leads
    /// to.
    static func named() -> [Named] {
        var found = Found()
        for place in places {
            for name in found.names(in: place.directory) {
                let directory = Path.join(place.directory, name)
                if found.add(Named(name: name, directory: directory, place: place.place)) {
                    continue
                }
                // `org/name` is found on the search path, too.
                for inner in found.names(in: directory) {
                    found.add(
                        Named(
                            name: name + "/" + inner, directory: Path.join(directory, inner),
                            place: place.place))
                }
            }
        }
        if let hub = HubCache.directory() { found.addModels(ofCache: hub) }
        return found.models
    }

    private struct Found {
        var models: [Named] = []
        private var known: Set<[UInt8]> = []
        private var visits = 0

        /// What is in a directory and not hidden; nothing if it cannot be read.
        mutating func names(in directory: String) -> [String] {
            guard visits < maximumVisits, Path.kind(of: directory) == .directory else { return [] }
            let names =
                (try? Directory.names(in: FileName(directory), limit: maximumEntries)) ?? []
            visits += names.count
            return names.map(\.string).filter { !$0.startsWithBytes(of: ".") }
        }

        /// - Returns: whether it is a model's, be it one that cannot be used.
        @discardableResult
        mutating func add(_ model: Named) -> Bool {
            visits += 1
            guard visits < maximumVisits, isModel(model.directory) else { return false }
            if known.insert(Array(model.name.utf8)).inserted { models.append(model) }
            return true
        }

        private func isModel(_ directory: String) -> Bool {
            switch Path.kind(of: directory) {
            case .directory:
                return marks.contains { Path.exists(Path.join(directory, $0)) }
                    || (try? Directory.names(in: FileName(directory), limit: maximumEntries))?
                        .contains { $0.string.hasSuffix(".gguf") } == true
            case nil: return Path.exists(directory)
            default: return false
            }
        }

        /// Main's revision of each, or if there is none of those that have a name, or the commits.
        mutating func addModels(ofCache hub: String) {
            for folder in names(in: hub) where folder.startsWithBytes(of: cachePrefix) {
                let repository = folder.utf8.dropFirst(cachePrefix.utf8.count).name
                let root = Path.join(hub, folder)
                if add(snapshotOf: repository, in: hub) { continue }
                let revisions = names(in: Path.join(root, "refs"))
                for revision in revisions.isEmpty
                    ? names(in: Path.join(root, "snapshots")) : revisions
                {
                    _ = add(snapshotOf: repository + "@" + revision, in: hub)
                }
            }
        }

        private mutating func add(snapshotOf name: String, in hub: String) -> Bool {
            guard let directory = snapshot(of: name, in: hub) else { return false }
            return add(Named(name: name, directory: directory, place: .cache))
        }
    }
}

extension Substring.UTF8View {
    /// The `org/name` of a folder of the cache, which has `--` between them.
    fileprivate var name: String {
        let dash = UInt8(ascii: "-")
        var result: [UInt8] = []
        for byte in self {
            if byte == dash, result.last == dash {
                result[result.count - 1] = UInt8(ascii: "/")
            } else {
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
