import Senc
import SencFiles
import SencIVF
import SencIndex
import SencInput
import SencMath
import SencVectors

/// Brings an index up to date with the files that it is of: encodes what is new, and leaves out
/// what is gone. Killed at any moment, it leaves the index as it was, and goes on next time.
struct IndexJob {
    let path: String
    let settings: IndexSettings
    let encoder: SentenceEncoder
    /// The elements of a new index; `nil` if there must be one.
    let creating: VectorElementType?
    /// Patterns that are to match something.
    var patterns: [String] = []
    /// Those that make inverted lists; one for each processor if `nil`.
    var threads: Int?

    /// - Parameter roots: what to look at; everything that is indexed if `nil`.
    func run(roots: [FileName]? = nil) throws {
        let tree = try settings.form.tree(roots ?? settings.roots)
        let stamp = try encoder.stamp(options: settings.options(for: encoder))
        let summary = creating.map { type in
            IndexSummary(
                stamp: stamp.json, settings: settings.json, dimension: stamp.dimension,
                elementType: type)
        }
        let writer = try IndexSettings.explaining(path, IndexReader(path: path).summary) {
            try IndexWriter(path: path, creating: summary)
        }
        try stamp.check(against: ModelStamp(writer.summary, path: path), path: path)
        let options = settings.options
        let windows = try settings.form.windows(encoder, options)
        let files = try writer.outdated(
            tree.files, cut: { settings.form.cut(windows, of: $0.path) }, scope: roots,
            unseen: tree.failures.compactMap(\.unreadablePath).map { FileName($0) })
        let source = PassageSource(
            files, unit: settings.form.unit, encoding: settings.form.encoding, windows,
            failures: tree.failures, consequence: "skipped; what the index has of it stays")
        let shared = Shared(writer: writer)
        let done = try PassageEncoding(encoder: encoder, options: options, source: source).run(
            isWanted: { try !shared.writer.contains($0.text) },
            consume: { window, matrix in
                try shared.writer.add(window.entries(of: files), vectors: matrix)
            })
        tree.reportUnusedPatterns(among: patterns)
        let noted = noting(source.replacements, of: files, in: tree, isAll: roots == nil)
        let goneCount = try writer.finish(settings: noted.json)
        try writer.updateLists(of: settings, threads: threads)
        Terminal.report(
            """
            files: \(tree.files.count), read: \(files.count), gone: \(goneCount); passages encoded: \
            \(done.records)
            """)
    }

    /// The settings with what was replaced in the files that were read, and what is known of others;
    /// those are reported, too.
    /// - Parameters:
    ///   - read: the files that were read just now.
    ///   - isAll: whether the tree has all files of the index.
    private func noting(
        _ replacements: [FileName: Int], of read: [FileTree.File], in tree: FileTree, isAll: Bool
    ) -> IndexSettings {
        var known = settings.replacements
        if isAll {
            let paths = Set(tree.files.map(\.path))
            known = known.filter { paths.contains($0.key) }
        }
        for file in read { known[file.path] = nil }
        PassageSource.report(known, wereBefore: true)
        var settings = settings
        settings.replacements = known.merging(replacements) { $1 }
        return settings
    }

    /// Adding is done by one thread at a time, and asking what is known may be done meanwhile.
    private struct Shared: @unchecked Sendable {
        let writer: IndexWriter
    }
}

extension IndexWriter {
    /// Brings the inverted lists up to date, if the index has any.
    func updateLists(of settings: IndexSettings, threads: Int?) throws {
        defer { Terminal.show("") }
        try updateLists(settings.lists, threads: threads) { $0.show() }
    }
}

extension PassageEncoding.Window {
    fileprivate func entries(of files: [FileTree.File]) -> [IndexEntry] {
        var vectors = encoded.enumerated().makeIterator()
        var next = vectors.next()
        return items.enumerated().map { index, item in
            switch item {
            case .passage(let passage, let file):
                var vector: Int?
                if let encoded = next, encoded.element == index {
                    vector = encoded.offset
                    next = vectors.next()
                }
                return .passage(
                    text: passage.text, lines: passage.lines, file: files[file], vector: vector)
            case .end(let file, let isComplete):
                return .end(files[file], isComplete: isComplete)
            }
        }
    }
}

extension IndexSettings {
    /// The options, less a prompt that the model does not have: its stamp differs by more then.
    func options(for encoder: SentenceEncoder) -> EncodingOptions {
        var options = options
        if let name = options.promptName, encoder.prompts[name] == nil { options.promptName = nil }
        return options
    }
}

extension ModelStamp {
    var json: String {
        String(decoding: JSONWriter.bytes { $0.value(self) }, as: UTF8.self)
    }

    /// The stamp of an index.
    /// - Throws: `JobError.damagedSettings`.
    init(_ summary: IndexSummary, path: String) throws {
        guard let json = try? JSON(parsing: Array(summary.stamp.utf8)), let stamp = ModelStamp(json)
        else { throw JobError.damagedSettings(path: path) }
        self = stamp
    }
}
