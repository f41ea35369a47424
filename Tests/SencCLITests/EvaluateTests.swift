import Foundation
import TestSupport
import Testing

/// `senc evaluate`, against sentence-transformers' evaluators (`Goldens/make_evaluation.py`)
@Suite struct EvaluateTests {
    private typealias Values = [String: Double]

    private struct Evaluators: Decodable {
        let cosine, dot, euclidean, manhattan: OfPairs
        let retrieval: [String: Double]

        struct OfPairs: Decodable {
            let scored, labeled: [String: Double]
        }
    }

    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()
    private let known: Evaluators

    init() throws {
        known = try JSONDecoder().decode(
            Evaluators.self, from: Data(Goldens.bytes("evaluation/evaluators.json")))
    }

    private func evaluate(_ arguments: String..., input: String = "") async throws
        -> Program.Outcome
    {
        try await Program.run(
            ["evaluate", "--model", model.path] + arguments, input: Array(input.utf8))
    }

    private func golden(_ name: String) -> String { Goldens.path("evaluation/" + name) }

    /// The numbers of an outcome that is one JSON object.
    private func numbers(_ outcome: Program.Outcome) throws -> Values {
        let object = try JSONSerialization.jsonObject(with: Data(outcome.output))
        return try #require(object as? [String: Any]).compactMapValues {
            ($0 as? NSNumber)?.doubleValue
        }
    }

    private func expect(
        _ found: Values, _ wanted: Values, within tolerance: Double = 1e-5,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for (name, value) in wanted {
            let error = abs((found[name] ?? .infinity) - value)
            #expect(error < tolerance, "\(name) \(value)", sourceLocation: sourceLocation)
        }
    }

    private func fails(
        _ status: Int32, _ message: String, _ arguments: String..., input: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let outcome = try await Program.run(
            ["evaluate", "--model", model.path] + arguments, input: Array(input.utf8))
        #expect(outcome == .failed(status, message), sourceLocation: sourceLocation)
    }

    @Test(arguments: ["cosine", "dot", "euclidean", "manhattan"])
    func pairsAreMeasuredAsSentenceTransformersDoes(_ metric: String) async throws {
        let wanted =
            switch metric {
            case "dot": known.dot
            case "euclidean": known.euclidean
            case "manhattan": known.manhattan
            default: known.cosine
            }
        let scored = try await evaluate(
            "--input", golden("pairs.csv"), "--metric", metric, "--json")
        expect(try numbers(scored), wanted.scored.merging(["pairs": 40]) { $1 })
        let labeled = try await evaluate(
            "--input", golden("labeled.jsonl"), "--metric", metric, "--json")
        var values = wanted.labeled
        // Distances are negative here.
        if metric == "euclidean" || metric == "manhattan" {
            for name in ["accuracy_threshold", "f1_threshold"] { values[name]?.negate() }
        }
        expect(try numbers(labeled), values)
    }

    @Test func searchesAreMeasuredAsSentenceTransformersDoes() async throws {
        let arguments = [
            "evaluate", "--model", model.path, "--queries", golden("queries.jsonl"), "--passages",
            golden("passages.csv"), "--relevance", golden("relevance.tsv"), "--json",
        ]
        let found = try await Program.run(arguments)
        #expect(known.retrieval.count == 15)
        expect(
            try numbers(found),
            known.retrieval.merging(["queries": 10, "passages": 30]) { $1 })
        #expect(found.text.contains(#""query_prompt":"query""#))
        #expect(found.messages == "senc: 2 queries without a relevant passage left out\n")
        let two = try await numbers(Program.run(arguments + ["--at", "2", "--at", "5"]))
        #expect(two["recall@5"] == (try numbers(found))["recall@5"])
        #expect(two["recall@2"] != nil && two["recall@1"] == nil)
    }

    @Test func relevanceOfTrecAndOfTablesIsTheSame() async throws {
        let table = try String(decoding: Goldens.bytes("evaluation/relevance.tsv"), as: UTF8.self)
        let rows = table.split(separator: "\n").dropFirst().map { $0.split(separator: "\t") }
        let trec = rows.map { "\($0[0]) 0  \($0[1])\t\($0[2])\n" }.joined()
        let plain = rows.map { $0.joined(separator: ",") + "\n" }.joined()
        let json = rows.map { #"{"qid":"\#($0[0])","docid":"\#($0[1])","score":\#($0[2])}"# + "\n" }
        let paths = [
            golden("relevance.tsv"), files.write(trec, to: "qrels.txt"),
            files.write(plain, to: "plain.csv"), files.write(json.joined(), to: "r.jsonl"),
        ]
        var outcomes: [Program.Outcome] = []
        for path in paths {
            outcomes.append(
                try await evaluate(
                    "--queries", golden("queries.jsonl"), "--passages", golden("passages.csv"),
                    "--relevance", path))
        }
        #expect(outcomes[0].status == 0 && outcomes[0].lines.count == 20)
        #expect(outcomes.allSatisfy { $0 == outcomes[0] })
    }

    @Test func withoutRelevanceTheSameNumberIsRelevant() async throws {
        let both = files.write(
            "question,answer\nthe king,the king\nla reina,la lluvia\nrain,rain\n", to: "faq.csv")
        let table = try await evaluate(
            "--queries", both, "--field", "question", "--passages", both, "--passage-field",
            "answer", "--json")
        let lines = try await evaluate(
            "--queries", files.write("the king\nla reina\n\nrain\n", to: "q.txt"), "--passages",
            files.write("the king\nla lluvia\n\nrain\n", to: "p.txt"), "--json")
        #expect(table == lines)
        let values = try numbers(table)
        #expect(values["queries"] == 3 && values["accuracy@3"] == 1)
        let told = try await evaluate(
            "--queries", both, "--field", "question", "--passages", both, "--passage-field",
            "answer", "--relevance", files.write("1 1\n2 2\n3 3\n", to: "r.txt"), "--json")
        #expect(told == table)
    }

    @Test func equallyCloseAreInTheOrderOfTheirIDs() async throws {
        let passages = files.write("id,text\nb,rain\na,rain\n", to: "p.csv")
        let queries = files.write("id,text\nq,rain\n", to: "q.csv")
        for (id, rank) in [("a", 1.0), ("b", 0.5)] {
            let outcome = try await evaluate(
                "--queries", queries, "--passages", passages, "--relevance",
                files.write("q \(id)\n", to: id + ".txt"), "--json")
            #expect(try numbers(outcome)["mrr@10"] == rank)
        }
    }

    @Test func columnsAreNamedOrNumbered() async throws {
        let text = "a;1;x;y\nthe king;2;rain;la reina\nrain;3.5;rain;rain\nel rey;1;a;rain\n"
        let named = files.write(
            "who;score;b;other\n" + text.split(separator: "\n").dropFirst().joined(separator: "\n"),
            to: "named.csv")
        let first = try await evaluate(
            "--input", named, "--field", "who", "--second-field", "other", "--score-field",
            "score", "--json")
        let unnamed = files.write(
            text.split(separator: "\n").dropFirst().joined(separator: "\n"), to: "unnamed.csv")
        let second = try await evaluate(
            "--input", unnamed, "--no-header", "--field", "1", "--second-field", "4",
            "--score-field", "2", "--json")
        #expect(first == second && first.status == 0)
        try await fails(
            64, "--field 'who': with --no-header, columns are named by their numbers, from 1",
            "--input", unnamed, "--no-header", "--field", "who")
    }

    @Test func pairsWithoutAHeaderAndFromStandardInput() async throws {
        let text = "the king,la reina,4.5\nrain,rain,5\nel rey,rain,0\n"
        let file = try await evaluate("--input", files.write(text, to: "p.csv"))
        let piped = try await evaluate("--input-format", "csv", input: text)
        #expect(file == piped && file.lines[2] == "pairs\t3")
        let parts = try await evaluate(
            "--input", files.write("the king,la reina,4.5\n", to: "1.csv"), "--input",
            files.write("rain,rain,5\nel rey,rain,0\n", to: "2.csv"))
        #expect(parts == file)
    }

    @Test func formats() async throws {
        let pairs = golden("pairs.csv")
        let lines = try await evaluate("--input", pairs, "--prompt", "query").lines
        let rows = lines.map { $0.split(separator: "\t").map(String.init) }
        #expect(
            rows.map(\.[0]) == ["model", "metric", "prompt", "pairs", "pearson", "spearman"])
        for (format, delimiter) in [("csv", ","), ("tsv", "\t")] {
            let outcome = try await evaluate(
                "--input", pairs, "--prompt", "query", "--format", format)
            #expect(
                outcome.lines == [
                    rows.map(\.[0]).joined(separator: delimiter),
                    rows.map(\.[1]).joined(separator: delimiter),
                ])
        }
        let json = try await evaluate("--input", pairs, "--prompt", "query", "--json")
        #expect(
            json.text == "{\"model\":\"\(model.path)\",\"metric\":\"cosine\",\"prompt\":\"query\","
                + "\"pairs\":40,\"pearson\":\(rows[4][1]),\"spearman\":\(rows[5][1])}\n")
        let path = files.file("o.json")
        #expect(
            try await evaluate(
                "--input", pairs, "--prompt", "query", "--format", "json", "--output", path)
                == .printed(""))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == json.text)
        #expect(try await evaluate("--input", pairs, "--output", pairs).status == 64)
    }

    @Test func onATerminalNumbersAreShort() async throws {
        let terminal = try PseudoTerminal()
        let outcome = try await Program.run(
            ["evaluate", "--model", model.path, "--input", golden("pairs.csv")],
            redirection: "> " + terminal.name)
        #expect(outcome.status == 0)
        let lines = try terminal.written().split { $0.isNewline }
        #expect(lines.contains("spearman  -0.2917"), "\(lines)")
    }

    @Test func rowsThatAreWrongAreToldWithFileAndLine() async throws {
        func file(_ text: String, _ name: String = "w.csv") -> String {
            files.write(text, to: name)
        }
        let path = files.file("w.csv")
        let header = "sentence1,sentence2,score\na,b,1\n"
        try await fails(
            65, "the score 'much' is not a finite number (\(path), line 3)", "--input",
            file(header + "a,b,much\n"))
        try await fails(
            65, "the score 'nan' is not a finite number (\(path), line 3)", "--input",
            file(header + "a,b,nan\n"))
        try await fails(
            65, "the score '' is not a finite number (\(path), line 3)", "--input",
            file(header + "a,b,\n"))
        try await fails(
            65, "a row of 2 fields under a header of 3, between commas (\(path), line 3)",
            "--input", file(header + "a,b\n"))
        try await fails(
            65,
            "the label '4.75' is neither 0 nor 1; --score-field NAME reads scores (\(path), line 3)",
            "--input", file("sentence1,sentence2,label\na,b,1\na,b,4.75\n"))
        try await fails(
            65, "no column 'sentence1', but 'one', 'two', 'three' (\(path), line 1)", "--input",
            file("one,two,three\na,b,1\n"))
        try await fails(
            65,
            "there is neither a score nor a label; name the field with --score-field or --label "
                + "(\(path), line 2)", "--input", file("sentence1,sentence2\na,b\n"))
        try await fails(65, "there is no pair (\(path))", "--input", file(""))
        try await fails(65, "there is no pair (\(path))", "--input", file("sentence1,sentence2\n"))
        let lines = files.file("w.jsonl")
        let row = #"{"sentence1":"a","sentence2":"b","score":1}"# + "\n"
        try await fails(
            65, "there is no score, which the rows before have (\(lines), line 2)", "--input",
            file(row + row.replacing("score", with: "sore"), "w.jsonl"))
        try await fails(
            65,
            "scores and labels are measured each by themselves, in two runs (\(lines), line 2)",
            "--input", file(row + row.replacing("score", with: "label"), "w.jsonl"))
    }

    @Test func whatTellsNothingIsAnError() async throws {
        try await fails(
            65, "all scores are 2.0, and a correlation needs at least two different", "--input",
            files.write("a,b,2\nrain,a,2\n", to: "p.csv"))
        try await fails(
            65, "all similarities are 1.0, and a correlation needs at least two different",
            "--input", files.write("rain,rain,2\nrain,rain,3\n", to: "p.csv"))
        try await fails(
            65, "a correlation needs at least 2 pairs, not 1", "--input",
            files.write("a,b,2\n", to: "p.csv"))
        try await fails(
            65, "all labels are 1, and pairs of both labels are needed", "--input",
            files.write("sentence1,sentence2,label\na,b,1\n", to: "p.csv"))
    }

    @Test func relevanceThatIsWrongIsToldWithFileAndLine() async throws {
        let queries = files.write("id,text\nq,rain\n", to: "q.csv")
        let passages = files.write("id,text\np,rain\nr,a\n", to: "p.csv")
        func fails(_ text: String, in name: String = "r.txt", _ message: String) async throws {
            let path = files.write(text, to: name)
            try await self.fails(
                65, message.replacing("PATH", with: path), "--queries", queries, "--passages",
                passages, "--relevance", path)
        }
        try await fails("q p\n\nx p\n", "no query has the id 'x' (PATH, line 3)")
        try await fails("q x 1\n", "no passage has the id 'x' (PATH, line 1)")
        try await fails(
            "q p much\n", "the relevance 'much' is not a finite number (PATH, line 1)")
        try await fails(
            "q\n",
            "not the ids of a query and a passage and how relevant it is, but 1 words (PATH, line 1)"
        )
        try await fails("q p 0\n", "none of the queries has a relevant passage")
        try await fails("", "none of the queries has a relevant passage")
        try await fails(
            "query-id,corpus-id\nq,x\n", in: "r.csv", "no passage has the id 'x' (PATH, line 2)")
        let twice = files.write("id,text\np,rain\np,a\n", to: "twice.csv")
        try await self.fails(
            65, "an earlier passage has the id 'p', too (\(twice), line 3)", "--queries", queries,
            "--passages", twice)
        let empty = files.write("\n", to: "empty.txt")
        try await self.fails(
            65, "there is no query (\(empty))", "--queries", empty, "--passages", passages)
    }

    @Test(
        arguments: [
            (["--queries", "q"], "give both --queries and --passages"),
            (["--input", "p", "--queries", "q"], "give --input or --queries, not both"),
            (["--input", "p", "--at", "3"], "--at is for --queries and --passages"),
            (["--input", "p", "--id-field", "x"], "--id-field is for --queries and --passages"),
            (
                ["--queries", "q", "--passages", "p", "--label", "x"],
                "--label is for pairs: --input FILE"
            ),
            (["--queries", "q", "--passages", "p", "--at", "0"], "--at must be at least 1"),
            (
                ["--input", "p", "--label", "a", "--score-field", "b"],
                "give --score-field or --label, not both"
            ),
            (
                ["--input", "p", "--json", "--format", "csv"],
                "--json and --format ask for two formats"
            ),
            (["--input", "-", "--input", "-"], "standard input can be read once only"),
        ])
    func optionsThatDoNotGoTogether(_ arguments: [String], _ message: String) async throws {
        let outcome = try await Program.run(["evaluate"] + arguments)
        #expect(outcome == .failed(64, message + " (see 'senc --help')"))
    }
}
