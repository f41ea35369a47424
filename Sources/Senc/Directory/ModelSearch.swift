internal import SencFiles

/// Finding the directory that a user's word for a model stands for.
package enum ModelSearch {
    /// The model directory and, if the user pointed at one, the weight file in it.
    struct Location: Equatable, Sendable {
        var directory: String
        var weightFile: String?
    }

    /// - Parameter model: a directory, a weight file, a name on the search path, or an `org/name`
    ///   or `org/name@revision` in the local Hugging Face cache.
    static func locate(_ model: String) throws(ModelError) -> Location {
        var searched: [String] = []
        let isPath = model.containsByte("/") || model.containsByte(".")
        if isPath {
            switch Path.kind(of: model) {
            case .directory: return Location(directory: model)
            case .file:
                return Location(directory: directory(ofFile: model), weightFile: model)
            case .other:
                throw .notAModelFile(
                    path: model, seemsToBe: "neither a regular file nor a directory")
            case nil:
                try checkLinks(model)
                searched.append(model)
            }
        }
        if let location = try locate(named: model, &searched) { return location }
        if !isPath, !model.isEmpty {
            switch Path.kind(of: model) {
            case .directory: return Location(directory: model)
            case .file: return Location(directory: ".", weightFile: model)
            default:
                try checkLinks(model)
                searched.append("./" + model)
            }
        }
        let nearest = NearestName.suggestion(for: model, among: named().map(\.name))
        throw .notFound(model: model, searched: searched, nearest: nearest)
    }

    /// What a name leads to on the search path or in the cache; `nil` for a path, or if it is in
    /// neither.
    private static func locate(
        named model: String, _ searched: inout [String]
    ) throws(ModelError) -> Location? {
        guard !model.isEmpty, !model.startsWithBytes(of: "/"), !model.startsWithBytes(of: ".")
        else { return nil }
        for directory in searchPath {
            let candidate = Path.join(directory, model)
            if Path.kind(of: candidate) == .directory { return Location(directory: candidate) }
            try checkLinks(candidate)
            searched.append(candidate)
        }
        if let hub = HubCache.directory() {
            if let snapshot = snapshot(of: model, in: hub) { return Location(directory: snapshot) }
            searched.append(hub)
        }
        return nil
    }

    /// Whether a name, which may come from a file, leads to a model on the search path or in the
    /// cache, and to nothing else.
    static func isAtHand(_ name: String) -> Bool {
        var searched: [String] = []
        guard !name.parts(between: "/").contains(".."),
            let location = try? locate(named: name, &searched)
        else { return false }
        return (try? locate(name)) == location
    }

    /// - Throws: `ModelError.file` if a link on the way to a model is broken.
    private static func checkLinks(_ path: String) throws(ModelError) {
        guard let link = Path.brokenLink(in: path) else { return }
        throw .file(.brokenLink(path: link.path, target: link.target))
    }

    /// The model directory of a weight file; ONNX files are often kept in one within it.
    private static func directory(ofFile path: String) -> String {
        let parent = Path.parent(of: path) ?? "."
        guard Path.lastComponent(of: parent) == "onnx",
            Path.kind(of: Path.join(parent, "config.json")) == nil
        else { return parent }
        return Path.parent(of: parent) ?? "."
    }

    /// Directories that hold model directories, the first to be asked first.
    static var searchPath: [String] { places.map(\.directory) }

    /// The same, and what they are.
    static var places: [(directory: String, place: ModelPlace)] {
        let given = Environment.value("SENC_MODELS")?.split(separator: ":").map(String.init) ?? []
        var embedded = ["Weights"]
        var ancestor = Path.executable.flatMap(Path.parent(of:))
        if let prefix = ancestor.flatMap(Path.parent(of:)) {
            embedded.append(Path.join(prefix, "share/senc/Weights"))
        }
        let bundles = ancestor.map(resourceBundles) ?? []
        while let directory = ancestor {
            let candidate = Path.join(directory, "Weights")
            if Path.kind(of: candidate) == .directory { embedded.append(candidate) }
            ancestor = Path.parent(of: directory)
        }
        embedded += bundles
        return given.map { ($0, .searchPath) } + embedded.map { ($0, .embedded) }
    }

    /// Where the models of the product `SencEmbeddedModel` are with a program that was built with
    /// it: in the resource bundle beside the program as SwiftPM puts it there on Linux and on
    /// Darwin, or in that of an application.
    /// - Parameter directory: the program's.
    /// - Returns: the directories that are there.
    package static func resourceBundles(of directory: String) -> [String] {
        let bundle = "senc_SencEmbeddedModel"
        var candidates = [Path.join(directory, bundle + ".resources")]
        for place in [directory, Path.parent(of: directory).map { Path.join($0, "Resources") }] {
            guard let place else { continue }
            let path = Path.join(place, bundle + ".bundle")
            candidates += [Path.join(path, "Contents/Resources"), path]
        }
        return candidates.filter { Path.kind(of: $0) == .directory }
    }

    /// The snapshot of `org/name` that a branch or tag of the cache points to, or the commit of
    /// that name; main's unless `org/name@revision` says otherwise. A bare name is looked up among
    /// those of sentence-transformers too.
    static func snapshot(of model: String, in hub: String) -> String? {
        let name = model.prefix { $0 != "@" }
        let revision =
            name.endIndex == model.endIndex ? "main" : model[name.endIndex...].dropFirst()
        let parts = name.parts(between: "/")
        guard parts.count <= 2, parts.allSatisfy(isPlain),
            revision.parts(between: "/").allSatisfy(isPlain)
        else { return nil }
        let candidates =
            parts.count == 2 ? ["\(name)"] : ["\(name)", "sentence-transformers/\(name)"]
        for candidate in candidates {
            let root = Path.join(hub, HubCache.folder(of: candidate))
            let commit = commit(of: revision, in: root)
            let snapshot = Path.join(root, "snapshots/" + commit)
            if isPlain(commit), !commit.containsByte("/"), Path.kind(of: snapshot) == .directory {
                return snapshot
            }
        }
        return nil
    }

    /// What a branch or tag points to; the revision itself if it is neither.
    private static func commit(of revision: Substring, in root: String) -> String {
        guard let file = try? MappedFile(path: Path.join(root, "refs/" + revision)) else {
            return String(revision)
        }
        return String(decoding: file.bytes.prefix(maximumCommitLength), as: UTF8.self)
            .split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
    }

    private static let maximumCommitLength = 256

    /// Whether a part of a path is a name, and leads nowhere else.
    private static func isPlain(_ part: some StringProtocol) -> Bool {
        !part.isEmpty && part != "." && part != ".." && !part.containsByte("\0")
    }
}
