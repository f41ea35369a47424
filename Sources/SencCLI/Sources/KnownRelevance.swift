import SencFiles
import SencInput

/// Which passages are relevant for which queries.
struct KnownRelevance {
    private static let usualNames = (
        query: ["query-id", "query_id", "qid", "query"],
        passage: [
            "corpus-id", "corpus_id", "passage-id", "passage_id", "doc_id", "docid", "passage",
        ],
        degree: ["score", "relevance", "label"]
    )

    /// For each query the places of its passages; those of degree 0 or less are not relevant.
    private(set) var relevant: [Set<Int>]

    /// That of passages with the id of the query.
    init(_ queries: IdentifiedTexts, _ passages: IdentifiedTexts) {
        relevant = queries.ids.map { id in passages.places[id].map { [$0] } ?? [] }
    }

    /// Read from tables or, of files with another name, from words on lines: query and passage, with
    /// the degree behind them or not; or the four columns of TREC, the second of which counts for
    /// nothing.
    init(
        _ paths: [String], _ queries: IdentifiedTexts, _ passages: IdentifiedTexts,
        _ columns: ColumnNames, _ layout: RecordLayout
    ) throws {
        relevant = [Set<Int>](repeating: [], count: queries.texts.count)
        for path in paths {
            let kind = layout.kind(of: path, hasFields: false)
            if kind == .text {
                try readWords(path, queries, passages, layout)
                continue
            }
            let usual = Self.usualNames
            let fields = [
                TableField(usual.query, position: 0, isText: false),
                TableField(usual.passage, position: 1, isText: false),
                TableField(usual.degree, position: 2, isOptional: true, isText: false),
            ]
            let reader = try layout.table(path, fields, columns.header(areNamed: false, number: 2))
            while let row = try reader.next() {
                try add(
                    row.values[0] ?? "", row.values[1] ?? "", row.values[2], queries, passages,
                    reader.path, row.line)
            }
            reader.report()
        }
    }

    private mutating func readWords(
        _ path: String, _ queries: IdentifiedTexts, _ passages: IdentifiedTexts,
        _ layout: RecordLayout
    ) throws {
        let source = try layout.source([(path: path, format: .text)])
        for (index, text) in try source.allTexts().enumerated() where !text.isBlank {
            let words = text.unicodeScalars.split { $0 == " " || $0 == "\t" }.map { String($0) }
            guard (2...4).contains(words.count) else {
                throw KnownAnswerError.notRelevance(
                    words: words.count, path: path, line: index + 1)
            }
            try add(
                words[0], words[words.count == 4 ? 2 : 1], words.count > 2 ? words.last : nil,
                queries, passages, path, index + 1)
        }
        source.reportReplacements()
    }

    private mutating func add(
        _ query: String, _ passage: String, _ degree: String?, _ queries: IdentifiedTexts,
        _ passages: IdentifiedTexts, _ path: String, _ line: Int
    ) throws {
        guard let queryPlace = queries.places[Array(query.utf8)] else {
            throw KnownAnswerError.unknownID(.query, query, path: path, line: line)
        }
        guard let passagePlace = passages.places[Array(passage.utf8)] else {
            throw KnownAnswerError.unknownID(.passage, passage, path: path, line: line)
        }
        if let degree {
            guard let number = KnownPairs.number(degree) else {
                throw KnownAnswerError.notNumber(
                    degree, field: "relevance", path: path, line: line)
            }
            if number <= 0 { return }
        }
        relevant[queryPlace].insert(passagePlace)
    }
}
