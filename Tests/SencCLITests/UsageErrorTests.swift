import TestSupport
import Testing

/// Command lines that make no sense: one line on standard error, status 64, nothing printed.
@Suite struct UsageErrorTests {
    private let model = TinyModel.copy()

    /// Found when the arguments are read.
    @Test(arguments: [
        ("", "no command '' ('senc help' lists all)"),
        ("encod", "no command 'encod'; did you mean 'encode'? ('senc help' lists all)"),
        (
            "help serch",
            "no command or topic 'serch'; did you mean 'search'? ('senc help' lists all)"
        ),
        (
            "index biuld x",
            "no command 'biuld'; did you mean 'build'? ('senc help index' lists all)"
        ),
        ("encode", "give texts, or --input FILE (- for standard input)"),
        ("tokenize", "give texts, or --input FILE (- for standard input)"),
        ("encode x --input y", "give texts or --input, not both"),
        ("encode x --bogus", "no option '--bogus' ('senc encode --help' lists all)"),
        (
            "encode x --thread 2",
            "no option '--thread'; did you mean '--threads'? ('senc encode --help' lists all)"
        ),
        ("encode x --threads", "Missing value for '--threads <threads>'"),
        ("encode x --threads two", "The value 'two' is invalid for '--threads <threads>'"),
        ("encode x --threads 0", "--threads must be at least 1"),
        (
            "encode x --threads 99999999999999999999",
            "The value '99999999999999999999' is invalid for '--threads <threads>'"
        ),
        ("encode x --output=", "Missing value for '--output <file>'"),
        ("encode x --max-tokens 1.5", "The value '1.5' is invalid for '--max-tokens <max-tokens>'"),
        ("tokenize x --max-tokens 0", "--max-tokens must be at least 1"),
        (
            "dedupe x.txt --metric euclidean --threshold 0.5",
            "--threshold 0.5 is over all scores of euclidean, which are distances with a minus sign, "
                + "0 at most; for distances up to 0.5, give -0.5"
        ),
        (
            "pairs x.txt --metric manhattan --threshold 2",
            "--threshold 2.0 is over all scores of manhattan, which are distances with a minus sign, "
                + "0 at most; for distances up to 2.0, give -2.0"
        ),
        (
            "pairs x.txt --with y.txt --scoring cosine --threshold 80",
            "--threshold 80.0 is not a cosine, which is at most 1; for 80.0 %, give 0.8"
        ),
        (
            "search x y.txt --metric euclidean --threshold 1",
            "--threshold 1.0 is over all scores of euclidean, which are distances with a minus sign, "
                + "0 at most; for distances up to 1.0, give -1.0"
        ),
        (
            "encode x --format parquet",
            """
            The value 'parquet' is invalid for '--format <format>'. Please provide one of the \
            following: jsonl, csv, tsv, npy, fbin, faiss, pgcopy
            """
        ),
        (
            "encode x --precision half",
            "The value 'half' is invalid for '--precision <precision>'. "
                + "Please provide one of 'float32', 'bfloat16' or 'int8'."
        ),
        (
            "encode x --overflow wrap",
            "The value 'wrap' is invalid for '--overflow <overflow>'. "
                + "Please provide one of 'truncate', 'error' or 'chunk'."
        ),
        (
            "--generate-completion-script tcsh",
            "Can't generate completion scripts for 'tcsh'. Please use "
                + "--generate-completion-script=<shell> with one of: zsh bash fish"
        ),
    ])
    func argumentsAreRefused(_ line: String, _ message: String) async throws {
        let arguments = line.split(separator: " ").map(String.init)
        let command = arguments.first.map { $0.hasPrefix("-") ? "" : $0 + " " } ?? ""
        let hint = message.hasSuffix("lists all)") ? "" : " (see 'senc \(command)--help')"
        #expect(
            try await Program.run(line.isEmpty ? [""] : arguments)
                == .failed(64, message + hint))
    }

    /// Found when the model is known.
    @Test(arguments: [
        ("--max-tokens 0", "a limit of 0 tokens is outside 3 to 64, what the model takes"),
        ("--max-tokens 65", "a limit of 65 tokens is outside 3 to 64, what the model takes"),
        ("--truncate-dimension 0", "dimension 0 is outside 1 to 32"),
        ("--truncate-dimension 33", "dimension 33 is outside 1 to 32"),
        ("--prompt answer", "the model has no prompt 'answer'; it has query"),
        ("--format npy", "--format npy needs --output FILE"),
        (
            "--output vectors",
            "cannot tell the format from the name 'vectors'; end it in .npy, .jsonl, .csv, .tsv, "
                + ".fbin, .faiss or .pgcopy, or say --format"
        ),
    ])
    func optionsThatTheModelCannotMeetAreRefused(
        _ options: String, _ message: String
    ) async throws {
        let options = options.split(separator: " ").map(String.init)
        #expect(
            try await Program.run(["encode", "x", "--model", model.path] + options)
                == .failed(64, message))
    }

    @Test func anInputWithoutANameIsRefused() async throws {
        #expect(
            try await Program.run("encode", "--input", "")
                == .failed(64, "--input needs the name of a file (see 'senc encode --help')"))
    }

    @Test func aLineBreakInAnArgumentStaysOnOneLine() async throws {
        let outcome = try await Program.run("encode", "x", "--format", "a\nb\u{1B}[2J")
        #expect(outcome.messages.split(separator: "\n").count == 1)
        #expect(!outcome.messages.contains("\u{1B}"))
        #expect(outcome.status == 64 && outcome.output.isEmpty)
    }
}
