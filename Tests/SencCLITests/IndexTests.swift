import Foundation
import SencIndex
import SencMath
import SencVectors
import TestSupport
import Testing

/// `senc index`, and searching what it makes.
@Suite struct IndexTests: IndexFixture {
    let model = TinyModel.copy()
    let files = Self.texts()

    @Test func anIndexAnswersAsItsFilesDo() async throws {
        for type in ["float32", "float16", "int8"] {
            let built = try await run(
                "index", "build", type, "--in", "t", "--output-type", type)
            #expect(
                built.messages == "senc: 1 file is not text; skipped\n"
                    + Self.summary(files: 3, read: 3, gone: 0, encoded: 4))
            #expect(built.output == [] && built.status == 0)
        }
        let index = try await run("search", "rain", "--in", "float32")
        let direct = try await run("search", "rain", "--in", "t", "--exclude", "*.png")
        #expect(index == direct && index.lines.count == 4)
        let context = try await run(
            "search", "rain", "--in", "float32", "--top", "2", "--context", "1")
        #expect(
            try await run(
                "search", "rain", "--in", "t", "--exclude", "*.png", "--top", "2", "--context", "1")
                == context)
        let half = try await run("search", "rain", "--in", "float16", "--top", "1", "--json")
        #expect(half.text.hasPrefix("{\"query\":\"rain\",\"indices\":["))
        #expect(half.text.contains("],\"files\":[\"t/"))
        #expect(try await run("search", "rain", "--in", "int8").lines.count == 4)
    }

    private func has(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: files.file(name))
    }

    @Test func anApproximateIndexStaysOne() async throws {
        func search(_ options: String...) async throws -> Program.Outcome {
            try await Program.run(
                ["search", "rain", "--in", "i"] + options + ["--model", model.path],
                in: files.path)
        }
        _ = try await run("index", "build", "i", "--in", "t")
        let exact = try await search()
        #expect(exact.lines.count == 4)
        let refused = try await search("--probes", "2")
        #expect(
            refused.status == 64 && refused.messages.contains("--probes is for an index of lists"))
        let built = try await run(
            "index", "build", "i", "--approximate", "--lists", "2", "--probes", "1")
        #expect(built.status == 0)
        #expect(has("i/vectors-1.cosine.faiss"))
        #expect(try await search("--probes", "2") == exact)
        #expect(1..<4 ~= (try await search().lines.count))
        let info = try await run("index", "info", "i", "--json")
        #expect(info.text.contains(#""vectors in lists":"4","lists":"2","lists searched":"1""#))
        // What comes later is searched besides; what is not said stays as it was.
        files.write("more rain\n", to: "t/more.md")
        _ = try await run("index", "build", "i")
        #expect(try await search("--probes", "2").lines.count == 5)
        #expect(has("i/vectors-1.cosine.faiss"))
        _ = try await run("index", "build", "i", "--no-approximate")
        #expect(!has("i/vectors-1.cosine.faiss"))
        #expect(try await search().lines.count == 5)
    }

    @Test func onlyWhatIsNewIsEncoded() async throws {
        _ = try await run(
            "index", "build", "i", "--in", "t", "--include", "*.md", "--include", "*.txt")
        #expect(
            try await run("index", "build", "i").messages
                == Self.summary(files: 2, read: 0, gone: 0, encoded: 0))
        files.write("the king\nand the queen\n\nno rain\n", to: "t/a.md")
        files.write("the sea\n\nla reina\n", to: "t/d.md")
        files.remove("t/b/b.txt")
        #expect(
            try await run("index", "build", "i").messages
                == Self.summary(files: 2, read: 2, gone: 1, encoded: 1))
        let found = try await run("search", "rain", "--in", "i")
        #expect(
            Set(found.lines.map { String($0.drop { $0 != "\t" }) }) == [
                "\tt/a.md:1\tthe king and the queen", "\tt/a.md:4\tno rain", "\tt/d.md:1\tthe sea",
                "\tt/d.md:3\tla reina",
            ])
        // Cut otherwise, all is read again.
        #expect(
            try await run("index", "build", "i", "--passages", "lines").messages
                == Self.summary(files: 2, read: 2, gone: 0, encoded: 2))
        // What is not given stays as it was.
        #expect(
            try await run("index", "build", "i", "--exclude", "d*").messages
                == Self.summary(files: 1, read: 0, gone: 1, encoded: 0))
        let info = try await run("index", "info", "i")
        #expect(info.lines.contains("passages are   lines"))
        #expect(
            info.lines.suffix(3) == [
                "including      *.md", "including      *.txt", "excluding      d*",
            ])
    }

    @Test func filesAreAddedAndTakenOut() async throws {
        files.write("the queen\n", to: "more/m.md")
        _ = try await run("index", "build", "i", "--in", "t/a.md")
        #expect(
            try await run("index", "add", "i", "--in", "more", "t/b").messages
                == Self.summary(files: 2, read: 2, gone: 0, encoded: 3))
        let info = try await run("index", "info", "i")
        #expect(info.lines[0] == "files          3")
        #expect(info.lines.suffix(3).map { $0.hasPrefix("of ") } == [true, true, true])
        #expect(
            try await run("index", "remove", "i", "--in", "t/b", "more/m.md")
                == Program.Outcome(output: [], messages: "senc: files removed: 2\n"))
        #expect(try await run("search", "rain", "--in", "i").lines.count == 2)
        // Of the directory it is still an index.
        #expect(
            try await run("index", "build", "i").messages
                == Self.summary(files: 2, read: 1, gone: 0, encoded: 0))
        let directory = URL(fileURLWithPath: files.path).resolvingSymlinksInPath().path
        #expect(
            try await run("index", "remove", "i", "--in", "nowhere")
                == .failed(66, "'\(directory)/nowhere' is not in the index (i)"))
    }

    @Test func whichFilesAreReadIsKept() async throws {
        files.write("*.txt\n", to: "t/.gitignore")
        files.write("rain", to: "t/.h.md")
        files.remove("t/c.png")
        _ = try await run("index", "build", "i", "--in", "t", "--no-ignore", "--hidden")
        #expect(
            try await run("index", "build", "i").messages
                == Self.summary(files: 4, read: 0, gone: 0, encoded: 0))
        #expect(try await run("index", "info", "i").lines.contains("ignore files   not heeded"))
        #expect(
            try await run("index", "build", "i", "--ignore").messages
                == Self.summary(files: 3, read: 0, gone: 1, encoded: 0))
        #expect(
            try await run("index", "build", "i", "--no-hidden").messages
                == Self.summary(files: 1, read: 0, gone: 2, encoded: 0))
        #expect(try await run("index", "info", "i").lines.contains("hidden files   left out"))
    }

    /// Its settings say nothing of ignore files, and its patterns are fnmatch's.
    @Test func anIndexOfAnEarlierVersionGoesOnAsItWas() async throws {
        files.write("*.txt\n", to: "t/.gitignore")
        _ = try await run("index", "build", "i", "--in", "t", "--no-ignore")
        do {
            let writer = try IndexWriter(path: files.file("i"))
            var settings = writer.summary.settings
            for key in ["\"ignoreFiles\":false,", "\"hidden\":false,", "\"patterns\":\"git\","] {
                #expect(settings.contains(key))
                settings = settings.replacingOccurrences(of: key, with: "")
            }
            try writer.finish(
                settings: settings.replacingOccurrences(
                    of: "\"include\":[]", with: "\"include\":[\"**/*.txt\",\"*.md\"]"))
        }
        // fnmatch's first pattern needs a slash.
        files.write("rain", to: "t/top.txt")
        let built = try await run("index", "build", "i")
        #expect(built.messages == Self.summary(files: 2, read: 0, gone: 1, encoded: 0))
        // Patterns that are given now are git's.
        #expect(
            try await run("index", "build", "i", "--include", "**/*.txt").messages
                == Self.summary(files: 2, read: 1, gone: 1, encoded: 0))
    }

    @Test func vectorsOfTheIndexAreSearched() async throws {
        _ = try await run("index", "build", "i", "--in", "t", "--truncate-dimension", "8")
        let writer = try NPYWriter(path: files.file("q.npy"), columns: 8)
        try writer.append(try NPYFile(path: files.file("i/vectors-1.npy")).matrix())
        try writer.finish()
        let own = try await Program.run(
            ["search", "--query-vectors", "q.npy", "--in", "i", "--top", "1", "--json"],
            in: files.path)
        #expect(own.lines.enumerated().allSatisfy { $1.hasPrefix("{\"indices\":[\($0)],") })
        #expect(own.lines.count == 4)
        #expect(try await run("search", "rain", "--in", "i").lines.count == 4)
        let wide = try NPYWriter(path: files.file("w.npy"), columns: 9)
        try wide.append(Matrix(rows: 1, columns: 9))
        try wide.finish()
        let outcome = try await Program.run(
            ["search", "--query-vectors", "w.npy", "--in", "i"], in: files.path)
        #expect(
            outcome
                == .failed(
                    65, "the queries have dimension 9 and the vectors 8 (i/vectors-1.npy)"))
    }

    @Test func progressIsDrawnOnATerminal() async throws {
        let terminal = try PseudoTerminal()
        files.write((0..<20_000).map { "the king and \($0) queens\n" }.joined(), to: "t/long.txt")
        let outcome = try await Program.run(
            ["index", "build", "i", "--in", "t", "--passages", "lines", "--model", model.path],
            environment: ["TERM": "xterm"], in: files.path, redirection: "2>'\(terminal.name)'")
        #expect(outcome.status == 0)
        let written = try terminal.written()
        #expect(written.contains(" % "))
        #expect(written.contains("texts/s"))
        #expect(written.hasSuffix("; passages encoded: 20005\r\n"), "\(written)")
    }

    @Test func anIndexIsNotInItself() async throws {
        for read in [3, 0] {
            #expect(
                try await run("index", "build", "t/i", "--in", "t", "--exclude", "x").messages
                    .hasSuffix(Self.summary(files: 3, read: read, gone: 0, encoded: read * 4 / 3)))
        }
    }

    @Test func anIndexWhoseFirstBuildWasKilledSaysSo() async throws {
        // Far more than is put into the index at once, so that some of it is long before the rest.
        let texts = (0..<200_000).map { "the king \($0) and his queens\n" }
        files.write(texts.joined(), to: "many/a.txt")
        let whole = try await Program.kill(
            [
                "index", "build", "i", "--in", "many", "--passages", "lines", "--model",
                model.path, "--threads", "1",
            ], in: files.path
        ) { [path = files.file("i")] in
            // While a writer is about to make it, there may be nothing to be read.
            (try? IndexReader(path: path).counts().stagedFiles) ?? 0 > 0
        }
        try #require(whole == nil, "the build ended before it could be killed")
        #expect(
            try await run("search", "the queen", "--in", "i")
                == .failed(
                    65,
                    "the index has no text yet: its first build was stopped; senc index build i "
                        + "continues it (i)"))
        files.write(texts[..<10].joined(), to: "many/a.txt")
        #expect(try await run("index", "build", "i").status == 0)
        #expect(try await run("search", "the queen", "--in", "i").lines.count == 10)
    }

    /// After each kill the index answers as before, until it is whole anew.
    @Test func aKilledBuildLeavesTheIndexAsItWas() async throws {
        func write(_ version: Int) {
            for file in 0..<60 {
                let texts = (0..<40).map { "the king \(version) and \(file) queens \($0)\n" }
                files.write(texts.joined(separator: "\n"), to: "many/\(file).txt")
            }
        }
        func answers(_ index: String) async throws -> Program.Outcome {
            try await run("search", "the queen", "--in", index, "--top", "2400")
        }
        write(0)
        _ = try await run("index", "build", "i", "--in", "many")
        var before = try await answers("i")
        #expect(before.lines.count == 2400)
        write(1)
        let start = ContinuousClock.now
        _ = try await run("index", "build", "other", "--in", "many")
        var time = ContinuousClock.now - start
        var after = try await answers("other")
        #expect(after != before)
        var random = SplitMix(seed: 9)
        var (version, killed) = (1, 0)
        for number in 0..<Program.kills {
            let whole = try await Program.kill(
                ["index", "build", "i", "--model", model.path], in: files.path,
                after: time * Double.random(in: 0...1, using: &random))
            if let whole { time = min(time, whole) } else { killed += 1 }
            let now = try await answers("i")
            #expect(now == before || now == after, "at kill \(number)")
            if now == after {
                // There must be something left to build.
                (before, after, version) = (after, before, 1 - version)
                write(version)
            }
        }
        print("index: \(killed) of \(Program.kills) killed before the end")
        let built = try await run("index", "build", "i")
        #expect(built.status == 0, "\(built)")
        #expect(try await answers("i") == after)
    }
}
