import Foundation
import SencMath
import SencVectors
import SencWeights
import TestSupport
import Testing

/// `senc neighbors`, and files of word vectors where vectors are wanted.
@Suite struct NeighborsTests {
    private let files = TemporaryDirectory()
    private let words = Goldens.path("words/vectors.vec")

    init() {
        files.write("4 2\nrey 1 0\nreina 0.9 0.1\nlobo 0 1\noso 0.1 0.9\n", to: "w.vec")
    }

    private func run(_ arguments: String...) async throws -> Program.Outcome {
        try await Program.run(arguments, in: files.path)
    }

    @Test func theClosestWords() async throws {
        let found = try await run("neighbors", "w.vec", "rey", "--top", "2")
        #expect(found.lines.map { $0.split(separator: "\t").last } == ["reina", "oso"])
        let several = try await run("neighbors", "w.vec", "rey", "oso", "--top", "1")
        #expect(several.text.hasPrefix("# rey\n") && several.text.contains("\treina\n\n# oso\n"))
        let json = try await run("neighbors", "w.vec", "lobo", "-n", "1", "--json")
        #expect(json.text.hasPrefix(#"{"id":"lobo","ids":["oso"],"scores":[0.99"#))
        let rows = try await run("neighbors", "w.vec", "lobo", "-n", "1", "--format", "csv")
        #expect(rows.text.hasPrefix("id,neighbor,score\nlobo,oso,0.99"))
    }

    @Test func neighborsAreThoseOfTheExactSearch() async throws {
        let file = try WordVectorFile(path: words)
        let list = (0..<file.count).map(file.word)
        let matrix = Matrix(
            rows: file.count, columns: file.dimension,
            elements: (0..<file.count).flatMap { file.vector($0) })
        let query = Matrix(rows: 1, columns: file.dimension, elements: file.vector(0))
        let hits = try StoredVectors(matrix).nearest(6, to: query)[0]
        let expected = hits.dropFirst().map { "\($0.score)\t\(list[$0.index])" }
        #expect(try await run("neighbors", words, list[0], "--top", "5").lines == expected)
    }

    @Test func rowsByTheirIDs() async throws {
        let writer = try NPYWriter(path: files.file("v.npy"), columns: 2)
        try writer.append(Matrix(rows: 3, columns: 2, elements: [1, 0, 0, 1, 0.8, 0.2]))
        try writer.finish()
        let unnamed = try await run("neighbors", "v.npy", "a")
        #expect(unnamed.status == 64 && unnamed.messages.contains("with --ids FILE (v.npy)"))
        files.write("a\nb\nc\n", to: "ids")
        #expect(
            try await run("neighbors", "v.npy", "a", "--ids", "ids", "-n", "1").text.hasSuffix(
                "c\n"))
        files.write("a\nb\n", to: "two")
        let few = try await run("neighbors", "v.npy", "a", "--ids", "two")
        #expect(few.status == 65 && few.messages.contains("there are 2 ids for 3 vectors"))
        files.write("x\ny\nz\n", to: "d/v.npy.ids")
        try FileManager.default.copyItem(atPath: files.file("v.npy"), toPath: files.file("d/v.npy"))
        #expect(try await run("neighbors", "d", "x", "-n", "1").text.hasSuffix("z\n"))
        files.write("x\ny\nz\n", to: "d/w.npy.ids")
        try FileManager.default.copyItem(atPath: files.file("v.npy"), toPath: files.file("d/w.npy"))
        let two = try await run("neighbors", "d", "x")
        #expect(two.status == 64 && two.messages.contains("'v.npy', 'w.npy'"))
    }

    @Test func modelsMakeVectorsOfWordsThatTheyLack() async throws {
        let fastText = try await run(
            "neighbors", Goldens.path("fasttext/gensim.bin"), "reyes", "--top", "3")
        #expect(fastText.status == 0 && fastText.lines.count == 3)
        let tokens = try await run(
            "neighbors", Goldens.path("static/model2vec"), "king", "--top", "3")
        #expect(tokens.status == 0 && tokens.lines.count == 3, "\(tokens)")
    }

    @Test(
        arguments: [
            ("w.vec reyy", 64, "no row is called 'reyy'; did you mean 'rey'? (w.vec)"),
            ("w.vec rey --top 0", 64, "--top must be at least 1"),
            ("w.vec rey --ids w.vec", 64, "--ids is for vectors without names"),
            ("none.vec rey", 66, "none.vec"),
            ("bad.vec rey", 65, "bad.vec"),
        ] as [(String, Int32, String)])
    func mistakesAreTold(_ line: String, _ status: Int32, _ message: String) async throws {
        files.write("2 2\nrey 1\n", to: "bad.vec")
        let outcome = try await Program.run(
            ["neighbors"] + line.split(separator: " ").map(String.init), in: files.path)
        #expect(outcome.status == status && outcome.messages.contains(message), "\(outcome)")
        #expect(outcome.messages.split(separator: "\n").count == 1)
    }

    @Test func encodersHaveNoTable() async throws {
        let outcome = try await run("neighbors", Goldens.path("tiny-bert"), "king")
        #expect(outcome.status == 64 && outcome.messages.contains("has no table of vectors"))
    }

    @Test func wordsAreVectorsWithTheirNames() async throws {
        let map = try await run(
            "map", words, "--output", "m.csv", "--limit", "20", "--clusters", "1")
        #expect(map.status == 0, "\(map.messages)")
        let list = try WordVectorFile(path: words)
        let lines = String(decoding: files.read("m.csv"), as: UTF8.self)
            .split(separator: "\n")
        #expect(lines.count == 21)
        #expect(lines[1].hasSuffix(list.word(0)) && lines[20].hasSuffix(list.word(19)))
        let groups = try await run("cluster", "w.vec", "--clusters", "2", "--json")
        #expect(
            groups.text.contains(#""texts":["rey","reina"]"#)
                || groups.text.contains(#"["reina","rey"]"#))
        // The file that is searched is the model of the query.
        let found = try await run("search", "rey", "w.vec", "--top", "2", "--json")
        #expect(found.text.contains(#""texts":["rey","reina"]"#), "\(found)")
    }

    @Test func textsAreNotRead() async throws {
        for command in ["encode", "tokenize"] {
            let outcome = try await run(command, "--input", "w.vec")
            #expect(outcome.status == 64, "\(outcome)")
            #expect(outcome.messages.contains("these are vectors of words, where texts are needed"))
            #expect(outcome.messages.split(separator: "\n").count == 1)
        }
        let both = try await run("map", "w.vec", "v.npy", "--output", "m.svg")
        #expect(both.status == 64 && both.messages.contains("give files of word vectors or"))
    }
}
