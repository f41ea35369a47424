import Foundation
import TestSupport
import Testing

/// `senc map`
@Suite struct MapTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()
    private let vectors = Goldens.path("corpus/vectors.npy")

    private func table() -> String {
        let rows = (0..<30).map { "\($0 % 3 == 0 ? "rain" : "king"),the king number \($0)\n" }
        return files.write("topic,text\n" + rows.joined(), to: "texts.csv")
    }

    private func run(_ arguments: String..., to name: String) async throws -> Program.Outcome {
        try await Program.run(["map"] + arguments + ["--output", files.file(name)])
    }

    @Test(arguments: [
        ("map.html", "<!doctype html>"), ("map.svg", "<svg "), ("map.png", "\u{FFFD}PNG"),
        ("map.csv", "x,y,label\n"), ("map.jsonl", "{\"x\":"),
    ])
    func formatsAreToldByTheName(_ name: String, _ start: String) async throws {
        let outcome = try await run(vectors, "--method", "pca", to: name)
        #expect(outcome.status == 0 && outcome.output.isEmpty)
        #expect(outcome.messages == "senc: 400 points in 8 groups (\(files.path)/\(name))\n")
        #expect(String(decoding: files.read(name), as: UTF8.self).hasPrefix(start))
    }

    @Test func projectorHasVectorsAndMetadata() async throws {
        _ = try await run(
            table(), "--field", "text", "--label", "topic", "--model", model.path, to: "v.tsv")
        func lines(_ name: String) -> [Substring] {
            String(decoding: files.read(name), as: UTF8.self).split(separator: "\n")
        }
        #expect(lines("v.tsv").count == 30)
        #expect(lines("v.metadata.tsv").prefix(2) == ["label\ttext", "rain\tthe king number 0"])
        #expect(lines("v.metadata.tsv").count == 31)
    }

    @Test func labelsColorAndTheSameSeedGivesTheSameMap() async throws {
        let path = table()
        let arguments = [
            "map", path, "--field", "text", "--label", "topic", "--model", model.path, "--output",
        ]
        let one = try await Program.run(arguments + [files.file("a.html"), "--threads", "1"])
        #expect(
            one.messages
                == "senc: too few different texts for a perplexity of 30.0: lowered to 9.7\n"
                + "senc: 30 points in 2 groups (\(files.path)/a.html)\n")
        let two = try await Program.run(arguments + [files.file("b.html"), "--threads", "3"])
        #expect(two.status == 0)
        #expect(files.read("a.html") == files.read("b.html"))
        let page = String(decoding: files.read("a.html"), as: UTF8.self)
        #expect(page.contains("<title>texts.csv</title>"))
        #expect(page.contains(#"{"name":"king","count":20,"#))
        #expect(page.contains(#"{"name":"rain","count":10,"#))
    }

    @Test func clustersAreNamedByATextOfTheirs() async throws {
        let path = files.write(
            String(repeating: "the king\n", count: 8) + String(repeating: "rain\n", count: 5),
            to: "texts.txt")
        let outcome = try await run(
            "--input", path, "--clusters", "2", "--perplexity", "2", "--model", model.path,
            to: "map.csv")
        #expect(outcome.messages.hasSuffix("senc: 13 points in 2 groups (\(files.path)/map.csv)\n"))
        let text = String(decoding: files.read("map.csv"), as: UTF8.self)
        #expect(text.split(separator: "\n").count { $0.hasSuffix(",1: the king,the king") } == 8)
        #expect(text.split(separator: "\n").count { $0.hasSuffix(",2: rain,rain") } == 5)
    }

    @Test func lettersThatThePictureLacksAreTold() async throws {
        let outcome = try await run(
            vectors, "--method", "pca", "--title", "日本 señal", to: "map.png")
        #expect(
            outcome.messages.hasPrefix(
                "senc: warning: these letters are boxes in the picture: '日本'; a .svg or .html "))
    }

    @Test func errors() async throws {
        func message(_ arguments: String..., to name: String = "map.html") async throws -> String {
            try await message(arguments, to: name)
        }
        func message(_ arguments: [String], to name: String = "map.html") async throws -> String {
            let outcome = try await Program.run(
                ["map", "--model", model.path, "--output", files.file(name)] + arguments)
            #expect(outcome.status != 0 && outcome.output.isEmpty)
            #expect(outcome.messages.hasPrefix("senc: error: "))
            #expect(outcome.messages.split(separator: "\n").count == 1)
            for left in [name, name + ".senc-partial"] {
                #expect(!FileManager.default.fileExists(atPath: files.file(left)))
            }
            return String(outcome.messages.dropFirst("senc: error: ".count))
        }
        let path = table()
        #expect(
            try await message(path, to: "map.gif").hasPrefix(
                "cannot tell the format from the name"))
        #expect(
            try await message(path, "--field", "text", "--label", "color").contains("'color'"))
        let unclear = files.write("topic,other\na,b\nc,d\n", to: "unclear.csv")
        #expect(try await message(unclear, "--label", "topic").contains("topic"))
        #expect(
            try await message(vectors, "--label", "topic")
                == "labels are read from JSON Lines, CSV or TSV, not from vectors\n")
        #expect(
            try await message(vectors, "--clusters", "401")
                == "401 clusters cannot be made of 400 vectors; ask for 1 to 400\n")
        #expect(try await message(vectors, "--clusters", "0").hasPrefix("0 clusters"))
        let empty = files.write("", to: "empty.txt")
        #expect(try await message(empty) == "there is no text (\(empty))\n")
        #expect(
            try await message(vectors, "--perplexity", "0.5")
                == "the perplexity is a number of neighbors, at least 1, not 0.5\n")
        for (arguments, start) in [
            ([vectors, "--perplexity", "5", "--method", "pca"], "--perplexity is for --method"),
            (
                [path, "--clusters", "2", "--label", "topic"],
                "give --clusters or --label, not both"
            ),
            ([], "give a file of texts or vectors (- for standard input)"),
        ] {
            #expect(try await message(arguments).hasPrefix(start))
        }
        #expect(try await message("/nowhere.txt").contains("no such file"))
    }

    @Test func anInputIsNotWrittenOver() async throws {
        let path = table()
        let outcome = try await Program.run("map", path, "--field", "text", "--output", path)
        #expect(outcome == .failed(64, "--output is also an input (\(path))"))
        #expect(!files.read("texts.csv").isEmpty)
    }

    @Test func aMapThatCannotBeWrittenIsAnErrorBeforeTheWork() async throws {
        let outcome = try await Program.run("map", vectors, "--output", "/nowhere/map.html")
        #expect(outcome.status == 74)
        #expect(outcome.messages.hasPrefix("senc: error: cannot write"))
    }
}
