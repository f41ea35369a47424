internal import SencFiles

/// Fetching a model into the cache.
///
/// First all bytes, each blob under its lock, then the names that lead to them, then the revision:
/// whatever is found by name is whole. What is there already is not fetched again, and what an
/// earlier pull began is resumed.
package final class HubPull {
    /// Bytes fetched after which earlier failures no longer count.
    static let progressThatCounts = 1 << 20
    /// For files that are read to know which others are needed.
    static let maximumIndexSize = 64 << 20
    /// Of all files of a model.
    static let maximumTotalSize = 1 << 38

    /// What is reported of a pull on its way.
    package enum Event: Sendable {
        /// This many bytes of all are there, the last ones those of `file`.
        case progress(file: String, done: Int, total: Int)
        /// Another process is fetching the same file.
        case waitingForOther(file: String)
        case retrying(after: HubError, delay: Duration)
    }

    private let model: HubModel
    private let settings: HubSettings
    private let snapshot: HubSnapshot
    private let report: (Event) -> Void
    private var described: [String: HubFile] = [:]
    /// Bytes that are there of those that the model needs, and of how many.
    private var done = 0
    private var total = 0

    package init(
        _ model: HubModel, settings: HubSettings, report: @escaping (Event) -> Void = { _ in }
    ) {
        self.model = model
        self.settings = settings
        self.report = report
        snapshot = HubSnapshot(model.repository, in: settings.cache)
    }

    /// Fetches what the cache lacks.
    /// - Returns: the snapshot's directory.
    /// - Throws: `HubError`, and `FileError` if the cache cannot be written.
    package func run() throws -> String {
        if settings.isOffline { return try cached() }
        let client = try HubClient(model, settings)
        let listing = try retrying(client) { try client.listing() }
        let commit = listing.commit
        let names = try needed(of: listing, client)
        var files: [HubFile] = []
        for name in names where Path.kind(of: snapshot.file(name, of: commit)) != .file {
            files.append(try describe(name, at: commit, client))
        }
        done = 0
        total = try totalSize(of: files)
        for file in files { try fetch(file, at: commit, client) }
        for file in files { try snapshot.link(file.name, of: commit, to: file.hash) }
        try snapshot.point(model.revision, to: commit)
        return snapshot.directory(of: commit)
    }

    private func totalSize(of files: [HubFile]) throws(HubError) -> Int {
        var total = 0
        for file in files {
            let (sum, overflow) = total.addingReportingOverflow(file.size)
            guard !overflow, sum <= Self.maximumTotalSize else {
                throw .tooLarge(
                    overflow ? .max : sum, limit: Self.maximumTotalSize, what: model.repository)
            }
            total = sum
        }
        return total
    }

    /// The snapshot that is there already.
    private func cached() throws(HubError) -> String {
        guard let commit = snapshot.commit(of: model.revision),
            Path.kind(of: snapshot.directory(of: commit)) == .directory
        else { throw .offline(model: model.repository, cache: settings.cache) }
        return snapshot.directory(of: commit)
    }

    /// The names of the files to fetch. Files that name others are fetched to know them.
    private func needed(of listing: HubListing, _ client: HubClient) throws -> [String] {
        var selection = FileSelection(listing.names)
        if let name = selection.modules {
            selection.add(modules: try read(name, at: listing.commit, client))
        }
        var shards: Set<String> = []
        for name in selection.indexes {
            let index = try read(name, at: listing.commit, client)
            shards.formUnion(FileSelection.shards(in: index, at: name))
        }
        if let missing = shards.subtracting(listing.names).min() {
            throw HubError.noSuchFile(missing, model: model.repository)
        }
        guard let names = selection.files(shards: shards) else {
            throw HubError.noWeights(model: model.repository)
        }
        return names
    }

    /// A JSON file of the model, fetched if it is not there.
    private func read(_ name: String, at commit: String, _ client: HubClient) throws -> JSON {
        let path = snapshot.file(name, of: commit)
        if Path.kind(of: path) == .file {
            return try JSON(path: path, limit: Self.maximumIndexSize)
        }
        let file = try describe(name, at: commit, client, maximumSize: Self.maximumIndexSize)
        try fetch(file, at: commit, client)
        return try JSON(path: snapshot.blob(file.hash), limit: Self.maximumIndexSize)
    }

    private func describe(
        _ name: String, at commit: String, _ client: HubClient,
        maximumSize: Int? = nil
    ) throws -> HubFile {
        if let file = described[name] { return file }
        let file = try retrying(client) {
            try client.describe(name, at: commit, maximumSize: maximumSize)
        }
        described[name] = file
        return file
    }

    /// Sees to it that a file's blob is there.
    private func fetch(_ file: HubFile, at commit: String, _ client: HubClient) throws {
        let path = snapshot.blob(file.hash)
        let before = done
        defer { done = before + file.size }
        guard Path.size(of: path) != file.size else { return }
        let lock = try FileLock(file: snapshot.lock(file.hash)) {
            report(.waitingForOther(file: file.name))
        }
        defer { withExtendedLifetime(lock) {} }
        guard Path.size(of: path) != file.size else { return }
        let partial = try PartialBlob(path: path, for: file)
        var mayBeStale = partial.count > 0
        var retries = settings.retries
        while true {
            let start = partial.count
            do {
                if start < file.size {
                    try receive(file, into: partial, at: commit, client, before: before)
                }
                return try partial.commit()
            } catch HubError.wrongHash where mayBeStale {
                // What an earlier process left was not what it should have been.
                mayBeStale = false
                try partial.restart()
            } catch let error as HubError {
                if case .wrongHash = error { partial.remove() }
                if case .wrongSize = error { partial.remove() }
                if partial.count - start >= Self.progressThatCounts { retries.reset() }
                try wait(after: error, &retries, client)
            }
        }
    }

    private func receive(
        _ file: HubFile, into partial: PartialBlob, at commit: String, _ client: HubClient,
        before: Int
    ) throws {
        try client.download(file, at: commit, from: partial.count, restart: partial.restart) {
            [report, total] bytes in
            try partial.append(bytes)
            report(.progress(file: file.name, done: before + partial.count, total: total))
        }
    }

    /// Makes a request again for as long as that may help.
    private func retrying<Result>(
        _ client: HubClient, _ request: () throws -> Result
    ) throws -> Result {
        var retries = settings.retries
        while true {
            do {
                return try request()
            } catch let error as HubError {
                try wait(after: error, &retries, client)
            }
        }
    }

    private func wait(
        after error: HubError, _ retries: inout Retries, _ client: HubClient
    ) throws(HubError) {
        let delay = try retries.delay(
            after: error, hasAnswered: error.address.map(client.hasAnswered) ?? true)
        report(.retrying(after: error, delay: delay))
        SystemTime.wait(delay)
    }
}
