internal import SencFiles

/// A model's folder in the cache, as huggingface_hub lays it out: `blobs/HASH` has the bytes,
/// `snapshots/COMMIT/NAME` leads to them, and `refs/REVISION` holds the commit.
struct HubSnapshot: Sendable {
    private let cache: String
    private let folder: String

    /// - Parameter cache: the directory of the cache.
    init(_ repository: String, in cache: String) {
        self.cache = cache
        folder = HubCache.folder(of: repository)
    }

    private var root: String { Path.join(cache, folder) }

    func directory(of commit: String) -> String { Path.join(root, "snapshots/" + commit) }

    func file(_ name: String, of commit: String) -> String {
        Path.join(directory(of: commit), name)
    }

    func blob(_ hash: ContentHash) -> String { Path.join(root, "blobs/" + hash.digits) }

    /// The file whose lock whoever writes a blob holds, huggingface_hub too.
    func lock(_ hash: ContentHash) -> String {
        Path.join(cache, ".locks/\(folder)/\(hash.digits).lock")
    }

    /// The commit that a revision stands for, as far as the cache knows; the revision itself if it
    /// is a commit.
    func commit(of revision: String) -> String? {
        if HubListing.isCommit(revision) { return revision }
        guard let file = try? MappedFile(path: Path.join(root, "refs/" + revision)) else {
            return nil
        }
        let text = file.text(limit: HubListing.commitLength)
        return HubListing.isCommit(text) ? text : nil
    }

    /// Has a name of a snapshot lead to a blob.
    func link(_ name: String, of commit: String, to hash: ContentHash) throws(FileError) {
        let path = file(name, of: commit)
        try Directory.makeAll(Path.parent(of: path) ?? ".")
        let depth = name.utf8.count { $0 == UInt8(ascii: "/") }
        let target = String(repeating: "../", count: 2 + depth) + "blobs/" + hash.digits
        // Renaming replaces what is there in one step.
        let temporary = Self.temporaryName(for: path)
        guard Path.link(temporary, to: target), Path.rename(temporary, to: path) else {
            let error = FileError.writing(path)
            Path.remove(temporary)
            throw error
        }
    }

    /// Has a branch or tag lead to a commit.
    func point(_ revision: String, to commit: String) throws(FileError) {
        guard revision != commit else { return }
        let path = Path.join(root, "refs/" + revision)
        try Directory.makeAll(Path.parent(of: path) ?? ".")
        let temporary = Self.temporaryName(for: path)
        let file = try OutputFile(path: temporary)
        try file.write(commit)
        try file.commit()
        guard Path.rename(temporary, to: path) else { throw .writing(path) }
    }

    /// A name that no other process takes meanwhile.
    private static func temporaryName(for path: String) -> String {
        "\(path).\(String(UInt64.random(in: 0 ... .max), radix: 16))"
    }
}
