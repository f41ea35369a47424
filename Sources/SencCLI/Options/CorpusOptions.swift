import ArgumentParser
import Senc
import SencFiles
import SencInput
import SencMath
import SencVectors

/// What a task on a whole corpus works on: texts, or vectors with or without texts.
struct CorpusOptions: ParsableArguments {
    @OptionGroup var inputs: CorpusInputOptions
    @OptionGroup(title: "Model") var model: ModelOptions
    @OptionGroup(title: "Texts") var texts: TextOptions

    init() {}

    /// Of a command whose files are arguments.
    init(_ files: FileOptions, _ paths: [String], _ model: ModelOptions, _ texts: TextOptions) {
        inputs = CorpusInputOptions()
        (inputs.names, inputs.files) = ([], files)
        inputs.files.input = paths
        self.model = model
        self.texts = texts
    }

    /// Reads and encodes the texts; or maps the files of vectors, with the texts of FILE.txt beside
    /// FILE.npy, if it is there.
    /// - Parameters:
    ///   - labelField: the field or column with a record's label.
    ///   - table: what is told of records.
    ///   - column: a column that the records are written back with.
    ///   - keepsBlank: whether blank texts, which are like nothing, are kept.
    ///   - limit: how many of the first are taken at most.
    ///   - stamp: of what the vectors are used with.
    ///   - check: is given the model before any text is encoded.
    func open(
        labelField: String? = nil, table: RecordRequest = RecordRequest(), column: String? = nil,
        keepsBlank: Bool = false, limit: Int? = nil, matching stamp: ModelStamp? = nil,
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
            try table.checkUnused()
            if column != nil { throw UsageError("--column is for texts, not for vectors") }
            return try Corpus.stored(
                in: files, encoding: inputs.files.layout.encoding, keepsBlank: keepsBlank
            ).limited(to: limit)
        }
        if !inputs.texts.isEmpty { try table.checkUnused() }
        var request = table
        request.added = column
        if let labelField { request.id = labelField }
        let source = try inputs.open(request)
        let all = try source.allRecordsAndFacts()
        var records = all.records
        let encoder = try model.load(packing: inputs.packing, matching: stamp)
        try check(encoder)
        if let limit { records = Array(records.prefix(limit)) }
        let kept = keepsBlank ? nil : Corpus.kept(records.map(\.text))
        if let kept { records = kept.map { records[$0] } }
        let texts = records.map(\.text)
        let vectors = try encoder.vectors(
            of: texts, encodingOptions(of: encoder, matching: stamp))
        source.reportReplacements()
        return Corpus(
            vectors: StoredVectors(vectors), texts: texts,
            ids: table.id == nil ? nil : records.map { $0.id ?? "" },
            labels: labelField == nil ? nil : records.map { $0.id ?? "" }, records: kept,
            facts: all.facts,
            table: column.map { RecordTable($0, all.records, source.layout) }, encoder: encoder)
    }

    /// Files of the same kind as those of a corpus, which are not part of it.
    enum Others {
        case texts(TextSource)
        case vectors([String])
    }

    /// Opens such files, so that one that cannot be read is an error before any result.
    /// - Parameters:
    ///   - field: that of their texts, if it is another one.
    ///   - table: what is told of records.
    func others(
        _ paths: [String], field: String?, table: RecordRequest
    ) throws -> Others {
        let areVectors = inputs.input.contains(where: VectorFile.isName)
        if areVectors
            ? !paths.allSatisfy(VectorFile.isName) : paths.contains(where: VectorFile.isName)
        {
            throw UsageError("give files of texts or of vectors, not both")
        }
        if areVectors { return .vectors(paths) }
        var records = inputs.files.layout.records
        if let field { records.field = field }
        return .texts(try records.source(paths, table))
    }

    /// Reads such files, and encodes their texts as those of the corpus were.
    func open(_ others: Others, besides corpus: Corpus) throws -> Corpus {
        switch others {
        case .vectors(let paths):
            try VectorFile.requireOneModel(Array(inputs.input.prefix(1)) + paths)
            return try Corpus.stored(in: paths, encoding: inputs.files.layout.encoding)
        case .texts(let source):
            let (records, facts) = try source.allRecordsAndFacts()
            var texts = records.map(\.text)
            let kept = Corpus.kept(texts)
            if let kept { texts = kept.map { texts[$0] } }
            let encoder = try corpus.encoder ?? model.load(packing: inputs.packing)
            let vectors = try encoder.vectors(of: texts, encodingOptions(of: encoder))
            source.reportReplacements()
            return Corpus(
                vectors: StoredVectors(vectors), texts: texts,
                ids: facts.ids.map { ids in kept?.map { ids[$0] } ?? ids }, records: kept,
                facts: facts, encoder: encoder)
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
}
