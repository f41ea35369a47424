import TestSupport
import Testing

/// What `senc evaluate` refuses.
@Suite struct EvaluateErrorTests: EvaluateFixture {
    let model = TinyModel.copy()
    let files = TemporaryDirectory()

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
        #expect(outcome == .failed(64, message + " (see 'senc evaluate --help')"))
    }
}
