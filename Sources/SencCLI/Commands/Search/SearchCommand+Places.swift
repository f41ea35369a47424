import Senc
import SencFiles
import SencInput
import SencVectors

extension SearchCommand {
    func vectorPlace(dimension: Int) throws -> SearchableVectors {
        let (vectors, places) = try VectorFile.vectors(
            places, dimension: dimension, ranges: ranges)
        let known = try VectorTexts(of: places, in: texts, open: layout.records.source)
        if known == nil, !show.isEmpty {
            throw UsageError("--show needs the records of the vectors: --texts FILE")
        }
        return SearchableVectors(
            vectors: vectors, places: known?.places ?? places, texts: known?.texts,
            ids: try VectorFile.ids(of: places), fields: try known.flatMap(fields),
            finer: try rescore.isEmpty
                ? nil : VectorFile.vectors(rescore, dimension: dimension).vectors,
            oversampling: oversample)
    }

    func textPlace(
        _ texts: VectorTexts, _ encoder: SentenceEncoder, _ options: EncodingOptions
    ) throws -> SearchableVectors {
        let fields = try fields(of: texts)
        let rows = texts.texts.indices.filter { !texts.texts[$0].isBlank }
        guard !rows.isEmpty else {
            throw JobError.noText(path: places.joined(separator: ", "))
        }
        return SearchableVectors(
            vectors: StoredVectors(
                try encoder.vectors(of: rows.map { texts.texts[$0] }, options)),
            places: texts.places, texts: texts.texts, fields: fields, rows: rows,
            areLines: layout.field == nil)
    }

    private func fields(of texts: VectorTexts) throws -> ShownFields? {
        show.isEmpty ? nil : try ShownFields(show, of: texts, layout.records)
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
