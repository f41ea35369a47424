import TestSupport
import Testing

/// `--normalize` and `--truncation-side`, and where they are kept.
@Suite struct EncodeChoiceTests {
    private let model = TinyModel.copy()
    private let long = Array(repeating: "the king", count: 60).joined(separator: " ") + " queen"

    private func encode(_ arguments: String...) async throws -> Program.Outcome {
        try await Program.run(["encode", "--model", model.path] + arguments)
    }

    private func length(_ vector: [Float]?) -> Float {
        (vector ?? []).reduce(0) { $0 + $1 * $1 }.squareRoot()
    }

    @Test func normalizeGivesLengthOneAfterTruncation() async throws {
        let short = try await encode("--truncate-dimension", "8", "the king")
        #expect(length(short.vectors.first) < 0.999)
        let unit = try await encode("--truncate-dimension", "8", "--normalize", "the king")
        #expect(abs(length(unit.vectors.first) - 1) < 1e-6)
        #expect(try await encode("--normalize", "the king") == encode("the king"))
        let twice = try await encode("--no-normalize", "--no-normalize", "the king")
        #expect(twice.status == 0)
        #expect(try await encode("--normalize", "--no-normalize", "the king").status == 64)
    }

    @Test func normalizeIsForModelsWithoutTheModuleToo() async throws {
        model.write(
            #"[{"idx":0,"name":"0","path":"","type":"sentence_transformers.models.Transformer"},"#
                + #"{"idx":1,"name":"1","path":"1_Pooling","#
                + #""type":"sentence_transformers.models.Pooling"}]"#, to: "modules.json")
        #expect(abs(length(try await encode("the king").vectors.first) - 1) > 1e-3)
        let unit = try await encode("--normalize", "the king")
        #expect(abs(length(unit.vectors.first) - 1) < 1e-6)
        let similarity = try await Program.run(
            "similarity", "--model", model.path, "--normalize", "the king", "the queen")
        #expect(similarity.status == 0)
    }

    @Test func theSideOfTruncationIsChosen() async throws {
        let right = try await encode(long)
        let left = try await encode("--truncation-side", "left", long)
        #expect(left.vectors != right.vectors)
        model.edit(
            "tokenizer_config.json", replacing: #""do_lower_case""#,
            with: #""truncation_side": "left", "do_lower_case""#)
        #expect(try await encode(long).vectors == left.vectors)
        #expect(try await encode("--truncation-side", "right", long).vectors == right.vectors)
        #expect(try await encode("--truncation-side", "up", long).status == 64)
        let inspected = try await Program.run("inspect", model.path)
        #expect(
            inspected.lines.contains {
                $0.contains("truncation side") && $0.contains("left")
                    && $0.contains("tokenizer_config.json truncation_side")
            })
    }

    @Test func tokensAreCutAtThatSide() async throws {
        func tokens(_ arguments: String...) async throws -> [String] {
            let outcome = try await Program.run(
                ["tokenize", "--ids", "--model", model.path] + arguments)
            return outcome.text.split { " \n".contains($0) }.map(String.init)
        }
        let all = try await tokens("the king the queen")
        let left = try await tokens(
            "--max-tokens", "4", "--truncation-side", "left", "the king the queen")
        try #require(all.count == 6)
        #expect(left == [all[0], all[3], all[4], all[5]])
    }

    @Test func anIndexKeepsTheChoices() async throws {
        let directory = TemporaryDirectory()
        directory.write("the king\n\nthe queen\n", to: "texts/a.txt")
        let index = directory.file("i")
        let built = try await Program.run([
            "index", "build", index, "--in", directory.file("texts"), "--model", model.path,
            "--truncate-dimension", "8", "--normalize", "--truncation-side", "left",
        ])
        #expect(built.status == 0, "\(built)")
        let again = try await Program.run(["index", "build", index, "--model", model.path])
        #expect(again.status == 0, "\(again)")
        let searched = try await Program.run([
            "search", "the king", "--in", index, "--model", model.path,
        ])
        #expect(searched.status == 0, "\(searched)")
        let other = try await Program.run([
            "index", "build", index, "--model", model.path, "--no-normalize",
        ])
        #expect(other.status == 65)
        #expect(other.messages.contains("one of them is not normalized"))
    }
}
