import ArgumentParser
import Senc
import SencAnalysis
import SencFiles
import SencInput
import SencMath
import SencVectors
import SencWeights

/// What tests of words are made of.
struct WordTestOptions: ParsableArguments {
    @Option(
        help: .text(
            """
            Questions of four words a line, where the fourth is to the third as the second is to \
            the first, in sections ': NAME', as word2vec's questions-words.txt.
            """, valueName: "file"), completion: .files)
    var analogies: String?

    @Option(
        help: .text(
            """
            Pairs of words and the score that people gave them, between tabs, as WordSim-353; lines \
            with # are comments.
            """, valueName: "file"), completion: .files)
    var wordPairs: String?

    @Option(
        help: .text(
            """
            How many of the model's words count, the first and so most frequent ones; 300,000 if \
            not given.
            """, valueName: "count"))
    var restrictVocab: Int?

    @Flag(help: .text("Tell apart words of such tests that differ in case alone."))
    var caseSensitive = false

    static let usualRestriction = 300_000

    var files: [String] { [analogies, wordPairs].compactMap(\.self) }
    var isGiven: Bool { !files.isEmpty }

    func validate() throws {
        try UsageError.requireAtLeast(1, restrictVocab, "--restrict-vocab")
        guard !isGiven else { return }
        if restrictVocab != nil || caseSensitive {
            throw UsageError(
                "--restrict-vocab and --case-sensitive are for --analogies and --word-pairs")
        }
    }
}

extension EvaluateCommand {
    /// - Throws: `UsageError` if other things are to be measured as well.
    func checkOnlyWords() throws {
        if words.files.count > 1 { throw UsageError("give --analogies or --word-pairs, not both") }
        if !given.isEmpty || isRetrieval {
            throw UsageError("--analogies and --word-pairs go without other files")
        }
        let options = [
            ("--second-field", secondField != nil), ("--score-field", scoreField != nil),
            ("--label", label != nil), ("--id-field", idField != nil),
            ("--passage-field", passageField != nil), ("--at", !at.isEmpty),
            ("--passage-prompt", prompts.passages.isGiven), ("--field", layout.field != nil),
        ]
        if let name = options.first(where: \.1)?.0 {
            throw UsageError("\(name) is not for --analogies and --word-pairs")
        }
    }

    /// What gensim says of the words.
    func measuredWords() throws -> MeasureList {
        if let path = words.analogies { return try measuredAnalogies(path) }
        return try measuredWordPairs(words.wordPairs ?? "-")
    }

    private func lines(of path: String) throws -> [String] {
        let source = try TextSource([(path: path, format: .text)], encoding: layout.encoding)
        let lines = try source.allTexts()
        source.reportReplacements()
        return lines
    }

    private func report(invalid count: Int, _ path: String) {
        guard count > 0 else { return }
        Terminal.report(
            count == 1
                ? "1 line of another form was skipped (\(path))"
                : "\(count) lines of another form were skipped (\(path))")
    }

    /// The words of a model and their vectors: its own, or those of the test of a model that has
    /// no list.
    private func table(
        _ tested: () -> [String]
    ) throws -> (words: [String], vectors: StoredVectors) {
        let encoder = try model.load(packing: .eachUse)
        let limit = words.restrictVocab ?? WordTestOptions.usualRestriction
        if let file = encoder.wordVectors {
            let count = min(limit, file.count)
            let elements = try file.vectors.prefix(count * file.dimension)
            return (
                (0..<count).map(file.word),
                StoredVectors(
                    Matrix(rows: count, columns: file.dimension, elements: Array(elements)))
            )
        }
        var known: Set<String> = []
        let words = tested().filter { known.insert($0).inserted }
        let options = textOptions.encodingOptions(for: .comparison, of: encoder)
        return (words, StoredVectors(try encoder.vectors(of: words, options)))
    }

    private func places(_ list: [String]) -> WordPlaces {
        WordPlaces(list, limit: list.count, foldsCase: !words.caseSensitive)
    }

    private func measuredAnalogies(_ path: String) throws -> MeasureList {
        let asked = try AnalogyQuestions(lines: lines(of: path), path: path)
        report(invalid: asked.invalidCount, path)
        let (list, vectors) = try table { asked.questions.flatMap(\.words) }
        let measured = try AnalogyMeasures(
            asked, vectors, words: list, places(list), threads: model.threads)
        guard let accuracy = measured.total.accuracy else {
            throw WordTestError.allUnknown(path: path)
        }
        var result = heading(.cosine)
        result.append(called: "questions", .count(asked.questions.count))
        result.append(called: "unknown", .count(measured.unknownCount))
        for section in measured.sections {
            guard let accuracy = section.accuracy else { continue }
            result.append("accuracy:\(section.name)", .measure(accuracy))
        }
        result.append("correct", .count(measured.total.correct))
        result.append("accuracy", .measure(accuracy))
        return result
    }

    private func measuredWordPairs(_ path: String) throws -> MeasureList {
        let delimiter = layout.records.details.delimiter.map { Unicode.Scalar($0) }
        let tested = try WordPairs(
            lines: lines(of: path), delimiter: delimiter ?? "\t", path: path)
        report(invalid: tested.invalidCount, path)
        let (list, vectors) = try table { tested.pairs.flatMap { [$0.first, $0.second] } }
        let places = places(list)
        let metric = metric.metric ?? .cosine
        var (scores, similarities): ([Double], [Double]) = ([], [])
        for pair in tested.pairs {
            guard let first = places[places.folded(pair.first)],
                let second = places[places.folded(pair.second)]
            else { continue }
            scores.append(pair.score)
            similarities.append(Double(metric(vectors[first], vectors[second])))
        }
        guard !scores.isEmpty else { throw WordTestError.allUnknown(path: path) }
        var result = heading(metric)
        let unknown = tested.pairs.count - scores.count
        result.append(called: "pairs", .count(tested.pairs.count))
        result.append(called: "unknown", .count(unknown))
        result.append(
            called: "unknown_ratio", .measure(Double(unknown) / Double(tested.pairs.count)))
        result.append(try Correlation(scores: scores, similarities: similarities))
        return result
    }
}
