import ArgumentParser
import Senc
import SencFiles
import SencInput
import SencMath
import SencVectors

/// What a task on a whole corpus works on: texts, or vectors with or without texts.
struct CorpusOptions: ParsableArguments {
    @OptionGroup var inputs: InputOptions
    @OptionGroup(title: "Model") var model: ModelOptions
    @OptionGroup(title: "Texts") var texts: TextOptions

    struct Corpus {
        let vectors: StoredVectors
        /// One for each vector; `nil` if none are known.
        let texts: [String]?
        /// One for each vector, if the vectors' file has ids beside it.
        var ids: [String]?
        /// The value of the label's field in each record, if one was asked for.
        var labels: [String]?
        /// The number of each vector's record, from 0, if blank ones were left out.
        var records: [Int]?
        /// What made the vectors, if they were made now.
        var encoder: SentenceEncoder?
        /// What made them, if they were made before and that was kept.
        var stamp: ModelStamp?

        /// How the model's authors have its vectors compared.
        var metric: SimilarityFunction? { encoder?.similarity }
    }

    /// Reads and encodes the texts; or maps the files of vectors, with the texts of FILE.txt beside
    /// FILE.npy, if it is there.
    /// - Parameters:
    ///   - labelField: the field or column with a record's label.
    ///   - keepsBlank: whether blank texts, which are like nothing, are kept.
    ///   - stamp: of what the vectors are used with.
    ///   - check: is given the model before any text is encoded.
    func open(
        labelField: String? = nil, keepsBlank: Bool = false, matching stamp: ModelStamp? = nil,
        check: (SentenceEncoder) throws -> Void = { _ in }
    ) throws -> Corpus {
        let files = inputs.input
        if files.contains(where: VectorFile.isName) {
            guard files.allSatisfy(VectorFile.isName) else {
                throw UsageError("give files of texts or of vectors, not both")
            }
            if labelField != nil {
                throw UsageError("labels are read from JSON Lines, CSV or TSV, not from vectors")
            }
            try inputs.files.layout.checkUnused(for: "texts, not vectors")
            return try Self.stored(
                in: files, encoding: inputs.files.layout.encoding, keepsBlank: keepsBlank)
        }
        let source = try inputs.open(idField: labelField)
        var records = try source.allRecords()
        let encoder = try model.load(packing: inputs.packing, matching: stamp)
        try check(encoder)
        let kept = keepsBlank ? nil : Self.kept(records.map(\.text))
        if let kept { records = kept.map { records[$0] } }
        let texts = records.map(\.text)
        let vectors = try encoder.vectors(
            of: texts, encodingOptions(of: encoder, matching: stamp))
        source.reportReplacements()
        return Corpus(
            vectors: StoredVectors(vectors), texts: texts,
            labels: labelField == nil ? nil : records.map { $0.id ?? "" }, records: kept,
            encoder: encoder)
    }

    /// Files of the same kind as those of a corpus, which are not part of it.
    enum Others {
        case texts(TextSource)
        case vectors([String])
    }

    /// Opens such files, so that one that cannot be read is an error before any result.
    /// - Parameter field: that of their texts, if it is another one.
    func others(_ paths: [String], field: String?) throws -> Others {
        let areVectors = inputs.input.contains(where: VectorFile.isName)
        if areVectors
            ? !paths.allSatisfy(VectorFile.isName) : paths.contains(where: VectorFile.isName)
        {
            throw UsageError("give files of texts or of vectors, not both")
        }
        if areVectors { return .vectors(paths) }
        var layout = inputs.files.layout
        if let field { layout.field = field }
        return .texts(
            try layout.source(paths.map { (path: $0, format: try layout.format(path: $0)) }))
    }

    /// Reads such files, and encodes their texts as those of the corpus were.
    func open(_ others: Others, besides corpus: Corpus) throws -> Corpus {
        switch others {
        case .vectors(let paths):
            return try Self.stored(in: paths, encoding: inputs.files.layout.encoding)
        case .texts(let source):
            var texts = try source.allTexts()
            let kept = Self.kept(texts)
            if let kept { texts = kept.map { texts[$0] } }
            let encoder = try corpus.encoder ?? model.load(packing: inputs.packing)
            let vectors = try encoder.vectors(of: texts, encodingOptions(of: encoder))
            source.reportReplacements()
            return Corpus(
                vectors: StoredVectors(vectors), texts: texts, records: kept, encoder: encoder)
        }
    }

    /// What texts are encoded with: to be compared with each other, or with the vectors of a stamp.
    func encodingOptions(
        of encoder: SentenceEncoder, matching stamp: ModelStamp? = nil
    ) -> EncodingOptions {
        var choice = texts.prompt
        if let stamp, !choice.isGiven { choice.text = stamp.prompt }
        return texts.encodingOptions.prompted(choice, for: .comparison, of: encoder)
    }

    /// The vectors of files, with the texts and ids of the files beside them.
    /// - Parameter encoding: of the texts; UTF-8 if not given.
    static func stored(
        in paths: [String], encoding: TextEncoding? = nil, keepsBlank: Bool = false
    ) throws -> Corpus {
        var (vectors, places) = try VectorFile.vectors(paths)
        let stamp = VectorFile.stamp(of: paths)
        var ids = try VectorFile.ids(of: places)
        let known = try VectorTexts(of: places) {
            try TextSource([(path: $0, format: RecordFormat(path: $0))], encoding: encoding)
        }
        guard var texts = known?.texts else {
            return Corpus(vectors: vectors, texts: nil, ids: ids, stamp: stamp)
        }
        let kept = keepsBlank ? nil : Self.kept(texts)
        if let kept {
            vectors = try VectorFile.vectors(paths, rows: kept)
            texts = kept.map { texts[$0] }
            ids = ids.map { ids in kept.map { ids[$0] } }
        }
        return Corpus(vectors: vectors, texts: texts, ids: ids, records: kept, stamp: stamp)
    }

    /// The texts that are not blank, which is told; `nil` if that is all of them.
    private static func kept(_ texts: [String]) -> [Int]? {
        let kept = texts.indices.filter { !texts[$0].isBlank }
        guard kept.count < texts.count else { return nil }
        let count = texts.count - kept.count
        Terminal.report("\(count) blank text\(count == 1 ? "" : "s") left out")
        return kept
    }
}

extension CorpusOptions.Corpus {
    /// The number of a vector's record, from 0.
    func record(_ row: Int) -> Int { records?[row] ?? row }

    /// A text on one line, or if there are no texts the vector's id, or its number, counted from 1.
    func line(_ row: Int) -> String {
        (texts ?? ids)?[row].onOneLine() ?? String(record(row) + 1)
    }
}

extension JSONText {
    mutating func append(indices: [Int], in corpus: CorpusOptions.Corpus) {
        append(raw: "\"indices\":")
        append(array: indices) { $0.append(raw: String(corpus.record($1))) }
        for (name, values) in [("ids", corpus.ids), ("texts", corpus.texts)] {
            guard let values else { continue }
            append(raw: ",\"\(name)\":")
            append(array: indices) { $0.append(string: values[$1]) }
        }
    }

    /// Rows, each of its own corpus; ids and texts if all of them have some.
    mutating func append(rows: [(corpus: CorpusOptions.Corpus, row: Int)]) {
        append(raw: "\"indices\":")
        append(array: rows) { $0.append(raw: String($1.corpus.record($1.row))) }
        for (name, values) in [
            ("ids", rows.map { $0.corpus.ids?[$0.row] }),
            ("texts", rows.map { $0.corpus.texts?[$0.row] }),
        ] where !values.contains(nil) {
            append(raw: ",\"\(name)\":")
            append(array: values) { $0.append(string: $1 ?? "") }
        }
    }
}

extension String {
    /// Whether it is white space alone.
    var isBlank: Bool { unicodeScalars.allSatisfy(\.properties.isWhitespace) }
}
