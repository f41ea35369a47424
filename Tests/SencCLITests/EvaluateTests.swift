import Foundation
import TestSupport
import Testing

/// `senc evaluate`, against sentence-transformers' evaluators (`Goldens/make_evaluation.py`)
@Suite struct EvaluateTests: EvaluateFixture {
    private typealias Values = [String: Double]

    private struct Evaluators: Decodable {
        let cosine, dot, euclidean, manhattan: OfPairs
        let retrieval: [String: Double]

        struct OfPairs: Decodable {
            let scored, labeled: [String: Double]
        }
    }

    let model = TinyModel.copy()
    let files = TemporaryDirectory()
    private let known: Evaluators

    init() throws {
        known = try JSONDecoder().decode(
            Evaluators.self, from: Data(Goldens.bytes("evaluation/evaluators.json")))
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
}
