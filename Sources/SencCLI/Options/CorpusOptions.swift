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
        /// The value of the label's field in each record, if one was asked for.
        var labels: [String]?
        /// What made the vectors, if they were made now.
        var encoder: SentenceEncoder?

        /// How the model's authors have its vectors compared.
        var metric: SimilarityFunction? { encoder?.similarity }
    }

    /// Reads and encodes the texts; or maps `--input FILE.npy`, with the texts of FILE.txt beside
    /// it, if it is there.
    /// - Parameters:
    ///   - labelField: the field or column with a record's label.
    ///   - check: is given the model before any text is encoded.
    func open(
        labelField: String? = nil, check: (SentenceEncoder) throws -> Void = { _ in }
    ) throws -> Corpus {
        if inputs.input.count == 1, let path = inputs.input.first, VectorFile.isName(path) {
            if labelField != nil {
                throw UsageError("labels are read from JSON Lines, CSV or TSV, not from vectors")
            }
            return try Self.stored(in: path, encoding: inputs.files.layout.encoding)
        }
        let source = try inputs.open(idField: labelField)
        let records = try source.allRecords()
        let encoder = try model.load(packing: inputs.packing)
        try check(encoder)
        let texts = records.map(\.text)
        let vectors = try encoder.vectors(of: texts, self.texts.encodingOptions)
        source.reportReplacements()
        return Corpus(
            vectors: StoredVectors(vectors), texts: texts,
            labels: labelField == nil ? nil : records.map { $0.id ?? "" }, encoder: encoder)
    }

    /// The vectors of a file, with the texts of the file beside it.
    /// - Parameter encoding: of the texts; UTF-8 if not given.
    static func stored(in path: String, encoding: TextEncoding? = nil) throws -> Corpus {
        let file = try VectorFile.open(path)
        let vectors = try VectorFile.vectors(path, dimension: file.columns)
        let beside = (path.hasSuffix(".npy") ? String(path.dropLast(4)) : path) + ".txt"
        guard Path.kind(of: beside) == .file else { return Corpus(vectors: vectors, texts: nil) }
        let source = try TextSource(
            [(path: beside, format: RecordFormat(path: beside))], encoding: encoding)
        let texts = try source.allTexts()
        source.reportReplacements()
        guard texts.count == vectors.count else {
            throw JobError.textsOfVectors(texts: texts.count, vectors: vectors.count, path: beside)
        }
        return Corpus(vectors: vectors, texts: texts)
    }
}

extension CorpusOptions.Corpus {
    /// A text on one line, or the vector's number, counted from 1, if there are no texts.
    func line(_ row: Int) -> String {
        texts.map { $0[row].onOneLine() } ?? String(row + 1)
    }
}

extension JSONText {
    mutating func append(indices: [Int], in corpus: CorpusOptions.Corpus) {
        append(raw: "\"indices\":")
        append(array: indices) { $0.append(raw: String($1)) }
        guard let texts = corpus.texts else { return }
        append(raw: ",\"texts\":")
        append(array: indices) { $0.append(string: texts[$1]) }
    }
}
