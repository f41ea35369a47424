import Senc
import SencFiles
import SencInput
import SencMath
import SencVectors

/// What a task on a whole corpus works on: vectors, with or without the texts that they are of.
struct Corpus {
    let vectors: StoredVectors
    /// One for each vector; `nil` if none are known.
    let texts: [String]?
    /// One for each vector, if the vectors' file has ids beside it or they were asked for.
    var ids: [String]?
    /// The value of the label's field in each record, if one was asked for.
    var labels: [String]?
    /// The number of each vector's record, from 0, if blank ones were left out.
    var records: [Int]?
    /// What is known of the records, blank ones among them.
    var facts = RecordFacts()
    /// The records, if they are to be written back.
    var table: RecordTable?
    /// What made the vectors, if they were made now.
    var encoder: SentenceEncoder?
    /// What made them, if they were made before and that was kept.
    var stamp: ModelStamp?

    /// How the model's authors have its vectors compared.
    var metric: SimilarityFunction? { encoder?.similarity }
}

extension Corpus {
    /// The vectors of files, with the texts and ids of the files beside them.
    /// - Parameter encoding: of the texts; recognized if not given.
    static func stored(
        in paths: [String], encoding: TextEncoding? = nil, keepsBlank: Bool = false
    ) throws -> Corpus {
        if let words = try NamedVectors(wordsOf: paths) {
            return Corpus(vectors: StoredVectors(words.matrix), texts: words.names)
        }
        try VectorFile.requireOneModel(paths)
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

    /// The first rows alone.
    func limited(to count: Int?) -> Corpus {
        guard let count, count < vectors.count else { return self }
        let rows = Matrix(
            rows: count, columns: vectors.dimension,
            elements: (0..<count).flatMap { vectors[$0] })
        return Corpus(
            vectors: StoredVectors(rows), texts: texts.map { Array($0.prefix(count)) },
            ids: ids.map { Array($0.prefix(count)) },
            labels: labels.map { Array($0.prefix(count)) },
            records: records.map { Array($0.prefix(count)) }, facts: facts, encoder: encoder,
            stamp: stamp)
    }

    /// The texts that are not blank, which is reported; `nil` if that is all of them.
    static func kept(_ texts: [String]) -> [Int]? {
        let kept = texts.indices.filter { !texts[$0].isBlank }
        guard kept.count < texts.count else { return nil }
        let count = texts.count - kept.count
        Terminal.report(count == 1 ? "1 blank text left out" : "\(count) blank texts left out")
        return kept
    }
}

extension Corpus {
    /// The number of a vector's record, from 0.
    func record(_ row: Int) -> Int { records?[row] ?? row }

    /// The names of the columns that `cells` fills.
    /// - Parameter number: which of several texts of a row it is.
    func header(_ number: String = "") -> [String] {
        ["index" + number] + (ids == nil ? [] : ["id" + number])
            + (texts == nil ? [] : ["text" + number]) + facts.names.map { $0 + number }
    }

    /// The number of a vector's record, from 0, its id and its text, as far as they are known.
    func cells(_ row: Int) -> [String] {
        [String(record(row))] + [ids?[row], texts?[row]].compactMap(\.self)
            + facts.shown(record(row))
    }

    /// The same as `line` in a table for eyes.
    func cell(_ row: Int) -> StyledText {
        StyledText((texts ?? ids)?[row].asOneLine ?? String(record(row) + 1))
    }

    /// A text on one line, or if there are no texts the vector's id, or its number, counted from 1.
    func name(_ row: Int) -> String {
        (texts ?? ids)?[row].onOneLine() ?? String(record(row) + 1)
    }

    /// The same with the id and the fields that were asked for behind it, between tabs.
    func line(_ row: Int) -> String {
        ([name(row)] + details(row)).joined(separator: "\t")
    }

    /// The id and the fields that were asked for, each on one line.
    func details(_ row: Int) -> [String] {
        ((facts.ids.map { [$0[record(row)]] } ?? []) + facts.shown(record(row)))
            .map { $0.onOneLine() }
    }
}

extension JSONObject {
    mutating func indices(_ rows: [Int], in corpus: Corpus) {
        self.rows(rows.map { (corpus, $0) })
    }

    /// Rows, each of its own corpus: what all of them have.
    mutating func rows(_ rows: [(corpus: Corpus, row: Int)]) {
        let records = rows.map { (facts: $0.corpus.facts, record: $0.corpus.record($0.row)) }
        array("indices", records) { $0.value($1.record) }
        let ids = rows.compactMap { $0.corpus.ids?[$0.row] }
        if ids.count == rows.count { member("ids", ids) }
        let texts = rows.compactMap { $0.corpus.texts?[$0.row] }
        if texts.count == rows.count { member("texts", texts) }
        if records.allSatisfy({ !$0.facts.names.isEmpty }), !records.isEmpty {
            array("fields", records) { $0.fields($1.facts.names, $1.facts.shown($1.record)) }
        }
        let files = records.compactMap { $0.facts.file($0.record) }
        if files.count == rows.count, !files.isEmpty { member("files", files) }
        if records.allSatisfy({ !$0.facts.lines.isEmpty }), !records.isEmpty {
            array("lines", records) { $0.lines($1.facts.lines[$1.record]) }
        }
    }

    /// One row by itself.
    mutating func row(_ row: Int, of corpus: Corpus) {
        let (record, facts) = (corpus.record(row), corpus.facts)
        member("index", record)
        member("id", ifPresent: corpus.ids?[row])
        member("text", ifPresent: corpus.texts?[row])
        if !facts.names.isEmpty {
            member("fields") { $0.fields(facts.names, facts.shown(record)) }
        }
        member("file", ifPresent: facts.file(record))
        if !facts.lines.isEmpty { member("lines") { $0.lines(facts.lines[record]) } }
    }
}

extension String {
    /// Whether it is white space alone.
    var isBlank: Bool { unicodeScalars.allSatisfy(\.properties.isWhitespace) }
}
