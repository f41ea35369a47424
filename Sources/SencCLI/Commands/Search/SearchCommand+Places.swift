import Senc
import SencFiles
import SencIVF
import SencInput
import SencVectors

extension SearchCommand {
    func vectorPlace(dimension: Int) throws -> SearchableVectors {
        if texts.isEmpty, let words = try NamedVectors(wordsOf: places) {
            try table.checkUnused()
            return SearchableVectors(
                vectors: .all(StoredVectors(words.matrix)), places: words.places,
                texts: words.names,
                finer: try rescore.isEmpty
                    ? nil : VectorFile.vectors(rescore, dimension: dimension).vectors,
                oversampling: oversample)
        }
        let (vectors, places) = try VectorFile.vectors(
            places, dimension: dimension, ranges: ranges)
        return try described(.all(vectors), at: places, dimension: dimension)
    }

    /// The vectors of a FAISS index.
    func indexPlace(_ index: FAISSFile, dimension: Int) throws -> SearchableVectors {
        let rows: SearchableVectors.Rows
        switch index {
        case .flat(let index):
            try refuseProbes()
            rows = .all(index.vectors)
        case .lists(let index): rows = .lists(index)
        }
        return try described(
            rows, at: RowPlaces(path: places[0], count: index.count), dimension: dimension)
    }

    /// Vectors with what is known of their texts.
    private func described(
        _ vectors: SearchableVectors.Rows, at places: RowPlaces, dimension: Int
    ) throws -> SearchableVectors {
        let known = try VectorTexts(of: places, in: texts, open: open)
        if known == nil, !table.show.isEmpty {
            throw UsageError("--show needs the records of the vectors: --texts FILE")
        }
        if known == nil { try table.checkUnused() }
        return SearchableVectors(
            vectors: vectors, places: known?.places ?? places, texts: known?.texts,
            ids: try known?.facts.ids ?? VectorFile.ids(of: places),
            facts: known?.facts ?? RecordFacts(),
            finer: try rescore.isEmpty
                ? nil : VectorFile.vectors(rescore, dimension: dimension).vectors,
            oversampling: oversample)
    }

    func textPlace(
        _ texts: VectorTexts, _ encoder: SentenceEncoder, _ options: EncodingOptions
    ) throws -> SearchableVectors {
        let rows = texts.texts.indices.filter { !texts.texts[$0].isBlank }
        guard !rows.isEmpty else {
            throw JobError.noText(path: places.joined(separator: ", "))
        }
        return SearchableVectors(
            vectors: .all(
                StoredVectors(try encoder.vectors(of: rows.map { texts.texts[$0] }, options))),
            places: texts.places, texts: texts.texts, ids: texts.facts.ids, facts: texts.facts,
            rows: rows, areLines: texts.areLines)
    }

    /// Opens a file of texts with what is asked of its records.
    func open(_ path: String) throws -> TextSource {
        try layout.records.source([path], table.request)
    }

    func passagePlace(
        _ tree: FileTree, _ encoder: SentenceEncoder, _ options: EncodingOptions
    ) throws -> SearchablePassages {
        var form = passageOptions.form()
        form.encoding = layout.encoding
        let source = PassageSource(
            tree.files, unit: form.unit, encoding: form.encoding,
            try form.windows(encoder, options),
            failures: tree.failures)
        var passages: [(file: FileName, passage: Passage)] = []
        while let item = source.next() {
            if case .passage(let passage, let file) = item {
                passages.append((tree.files[file].path, passage))
            }
        }
        source.report()
        tree.reportUnusedPatterns(among: passageOptions.patterns)
        guard !passages.isEmpty else {
            // A file that was named is refused for what it is.
            for place in places where Path.kind(of: place) == .file {
                if try DocumentKind(ofFile: place) != nil { continue }
                _ = try RecordReader(path: place, encoding: form.encoding).next()
            }
            throw JobError.noText(path: places.joined(separator: ", "))
        }
        return SearchablePassages(
            vectors: StoredVectors(
                try encoder.vectors(of: passages.map(\.passage.text), options)),
            passages: passages)
    }
}
