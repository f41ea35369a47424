import Foundation
import TestSupport
import Testing

/// `senc inspect`
@Suite struct InspectTests {
    private let model = TinyModel.copy()

    private func inspect(_ arguments: String...) async throws -> Program.Outcome {
        try await Program.run(["inspect"] + arguments)
    }

    @Test func theTableTellsEachSettingAndWhereItIsFrom() async throws {
        let outcome = try await inspect(model.path)
        let rows = outcome.lines.map { line in
            line.components(separatedBy: "  ").map { $0.trimmingCharacters(in: .whitespaces) }
                .filter { !$0.isEmpty }
        }
        #expect(rows.allSatisfy { $0.count == 3 })
        let expected = [
            ["model", model.path, "given as \(model.path)"],
            ["architecture", "bert", "config.json model_type"],
            ["pooling", "mean", "1_Pooling/config.json pooling_mode_*"],
            ["maximum tokens", "48", "sentence_bert_config.json max_seq_length"],
            ["layers", "2", "config.json num_hidden_layers"],
            ["hidden size", "32", "config.json hidden_size"],
            ["vocabulary", "169", "config.json vocab_size"],
            ["tokenizer", "WordPiece, 169 tokens", "tokenizer.json"],
        ]
        for row in expected { #expect(rows.contains(row), "\(row)") }
        #expect(outcome.messages == "" && outcome.status == 0)
    }

    @Test func jsonTellsTheSame() async throws {
        let outcome = try await inspect("--json", model.path)
        let object = try #require(
            JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: [String: String]])
        let table = try await inspect(model.path)
        #expect(object.count == table.lines.count)
        #expect(
            object["layers"] == ["value": "2", "source": "config.json num_hidden_layers"])
        #expect(outcome.messages == "" && outcome.status == 0)
    }

    @Test func aNameWithALineBreakStaysOnOneLine() async throws {
        let files = TemporaryDirectory()
        files.link(model.path, as: "a\nb")
        let table = try await inspect(files.file("a\nb"))
        #expect(table.lines.first?.hasPrefix("model") == true)
        #expect(table.lines.dropFirst().first?.hasPrefix("architecture") == true)
        let json = try await inspect("--json", files.file("a\nb"))
        let object = try JSONSerialization.jsonObject(with: Data(json.output))
        #expect((object as? [String: [String: String]])?["model"]?["value"] == files.file("a\nb"))
    }

    @Test func theEmbeddedModelIsTheDefault() async throws {
        let outcome = try await inspect()
        #expect(outcome.lines.first?.contains("given as all-MiniLM-L6-v2") == true)
        #expect(outcome.status == 0)
    }
}
