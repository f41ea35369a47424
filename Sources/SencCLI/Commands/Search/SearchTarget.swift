import Senc
import SencFiles
import SencIVF
import SencIndex
import SencInput
import SencMath

/// What there is at the paths that are searched.
enum SearchTarget {
    /// Files of vectors.
    case vectors
    case faiss(FAISSFile)
    /// Files whose texts are searched as they are.
    case texts(VectorTexts)
    case files(FileTree)
    case index(IndexReader)

    /// Whether vectors are searched as they are in files.
    var areVectors: Bool {
        switch self {
        case .vectors, .faiss: true
        case .texts, .files, .index: false
        }
    }

    /// What vectors are compared by if they can be by nothing else that is usual.
    var metric: SimilarityFunction? {
        if case .faiss(let index) = self, index.metric == .l2 { .euclidean } else { nil }
    }
}

extension SearchCommand {
    /// - Throws: what the paths cannot be searched for, or together.
    func target() throws -> SearchTarget {
        let vectors = places.filter { isVectors($0) }
        if !vectors.isEmpty {
            guard vectors.count == places.count else {
                throw UsageError("search files of vectors or of texts, not both")
            }
            guard let index = places.first(where: FAISSFile.isName) else { return .vectors }
            guard places.count == 1 else {
                throw UsageError("an index is searched by itself (\(index))")
            }
            return .faiss(try FAISSFile(path: index))
        }
        if let index = places.first(where: IndexReader.isIndex) {
            guard places.count == 1 else {
                throw UsageError("an index is searched by itself (\(index))")
            }
            return .index(try checkedIndex(index))
        }
        if !queryVectors.isEmpty {
            throw UsageError(
                "--query-vectors searches vectors: --input FILE.npy, .npz, .jsonl or .csv, or an index"
            )
        }
        if try passageOptions.areGiven || places.contains(where: isCutIntoPassages) {
            try table.checkUnused()
            try layout.checkUnused(for: "records, and a directory's files are cut into passages")
            let form = passageOptions.form()
            return .files(try form.tree(places.map { FileName($0) }))
        }
        return .texts(try VectorTexts(places, open: open))
    }

    /// Whether a directory or a document is at a path, which is searched by passages if nothing else
    /// is said.
    private func isCutIntoPassages(_ path: String) throws -> Bool {
        switch Path.kind(of: path) {
        case .directory: true
        case .file where !layout.records.describesRecords && !table.isGiven:
            try DocumentKind(ofFile: path) != nil
        default: false
        }
    }

    func isVectors(_ path: String) -> Bool {
        VectorFile.isName(path) || FAISSFile.isName(path)
            || (!queryVectors.isEmpty && VectorFile.isTextName(path))
    }

    private func checkedIndex(_ path: String) throws -> IndexReader {
        guard !passageOptions.areGiven, !prompts.passages.isGiven, layout.encoding == nil,
            textOptions.encodingOptions == EncodingOptions()
        else {
            throw UsageError(
                "an index says itself how texts are cut and encoded; senc index build changes it")
        }
        try table.checkUnused()
        try layout.checkUnused(for: "records, not an index")
        return try IndexReader(path: path)
    }
}
