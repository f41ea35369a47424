import Senc
import SencMath
import SencVectors
import TestSupport
import Testing

/// Blank lines are not answers, and the rows of others stay those of their file.
@Suite struct BlankTextTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()
    private let texts = ["", "rain", "  ", "the king", "\t", "rain", ""]

    init() throws {
        files.write(texts.joined(separator: "\n") + "\n", to: "t.txt")
        files.write(texts.joined(separator: "\n") + "\n", to: "v.txt")
        let writer = try NPYWriter(path: files.file("v.npy"), columns: 32)
        try writer.append(try SentenceEncoder(model: model.path).encode(texts).matrix)
        try writer.finish()
    }

    private func run(_ arguments: String...) async throws -> Program.Outcome {
        let usesModel = !arguments.contains("v.npy") || arguments[0] == "search"
        return try await Program.run(
            arguments + (usesModel ? ["--model", model.path] : []), in: files.path)
    }

    private static let note = "senc: 4 blank texts left out\n"

    @Test(arguments: ["t.txt", "v.npy"])
    func searchFindsTextsAlone(_ name: String) async throws {
        for top in ["1", "2", "3", "7"] {
            let found = try await run("search", "", "--in", name, "--top", top)
            #expect(found.lines.count == min(Int(top) ?? 0, 3))
            #expect(
                found.lines.allSatisfy { $0.hasSuffix("\train") || $0.hasSuffix("\tthe king") })
        }
        let json = try await run("search", "rain", "--in", name, "--top", "9", "--json")
        #expect(json.text.contains("\"indices\":[3,1,5]"))
        let lines = try await run("search", "the king", "--in", name, "--top", "1")
        #expect(lines.text.contains(name == "t.txt" ? "\tt.txt:4\t" : "\tv.txt:4\t"))
    }

    @Test(arguments: ["t.txt", "v.npy"])
    func tasksOnWholeFilesLeaveThemOut(_ name: String) async throws {
        let pairs = try await run("pairs", "--input", name, "--json")
        #expect(pairs.lines.count == 3 && pairs.messages == Self.note)
        #expect(pairs.lines[0].contains("\"indices\":[1,5],\"texts\":[\"rain\",\"rain\"]"))
        let outliers = try await run("outliers", "--input", name, "--json", "--neighbors", "1")
        #expect(outliers.lines.count == 3)
        #expect(outliers.lines.contains { $0.contains("\"index\":3,\"text\":\"the king\"") })
        let clusters = try await run("cluster", "--input", name, "--clusters", "2", "--json")
        #expect(clusters.text.contains("\"indices\":[1,5]"))
        #expect(clusters.text.contains("\"indices\":[3]"))
        let communities = try await run(
            "cluster", "--input", name, "--threshold", "0.99", "--minimum-size", "2", "--json")
        #expect(communities.lines.count == 1 && communities.text.contains("\"indices\":[1,5]"))
        #expect(try await run("dedupe", "--input", name).text == "rain\nthe king\n")
    }

    @Test func rowsOfATableStayRows() async throws {
        files.write("label,text\n,\nking,the king\n ,\nrain,rain\nrain,\n", to: "t.csv")
        _ = try await run(
            "map", "t.csv", "--field", "text", "--label", "label", "--output", "m.tsv")
        #expect(
            String(decoding: files.read("m.metadata.tsv"), as: UTF8.self)
                == "label\ttext\n(empty)\t(empty)\nking\tthe king\n(empty)\t(empty)\nrain\train\n"
                + "rain\t\n")
        #expect(files.read("m.tsv").count { $0 == UInt8(ascii: "\n") } == 5)
        let labels = try await run("classify", "--labels", "rain,king", "--input", "t.txt")
        #expect(labels.lines.count == texts.count)
        #expect(try await run("encode", "--input", "t.txt").lines.count == texts.count)
    }

    @Test func aFileOfBlankLinesHasNoText() async throws {
        files.write("\n \n", to: "blank.txt")
        #expect(
            try await run("search", "rain", "--in", "blank.txt")
                == .failed(65, "there is no text (blank.txt)"))
    }
}
