import TestSupport
import Testing

/// Models in the Hugging Face cache, by branch, tag and commit.
@Suite struct HubCacheTests {
    /// A cache with two snapshots of a model, of 48 and 9 tokens.
    private let hub = TemporaryDirectory()
    private let first = String(repeating: "a1", count: 20)
    private let second = String(repeating: "b2", count: 20)

    init() {
        for (commit, limit) in [(first, 48), (second, 9)] {
            let root = "models--org--tiny/snapshots/\(commit)/"
            for name in ["config.json", "model.safetensors", "tokenizer.json"] {
                hub.link(Goldens.path("tiny-bert/" + name), as: root + name)
            }
            hub.write(#"{"max_seq_length": \#(limit)}"#, to: root + "sentence_bert_config.json")
        }
        hub.write(first, to: "models--org--tiny/refs/main")
        hub.write(second + "\n", to: "models--org--tiny/refs/v2")
        hub.write(second, to: "models--org--tiny/refs/refs/pr/1")
        hub.write("../../../../etc", to: "models--org--tiny/refs/evil")
        hub.write("", to: "models--org--tiny/refs/empty")
        hub.write(String(repeating: "c3", count: 20), to: "models--org--tiny/refs/gone")
    }

    private func inspect(_ model: String) async throws -> Program.Outcome {
        try await Program.run(["inspect", model], environment: ["HF_HUB_CACHE": hub.path])
    }

    private func maximumTokens(_ model: String) async throws -> String? {
        let line = try await inspect(model).lines.first { $0.hasPrefix("maximum tokens") }
        return line?.split(separator: " ").dropFirst(2).first.map(String.init)
    }

    @Test func revisionsLeadToTheirSnapshots() async throws {
        #expect(try await maximumTokens("org/tiny") == "48")
        #expect(try await maximumTokens("org/tiny@main") == "48")
        #expect(try await maximumTokens("org/tiny@v2") == "9")
        #expect(try await maximumTokens("org/tiny@refs/pr/1") == "9")
        #expect(try await maximumTokens("org/tiny@" + second) == "9")
    }

    @Test(arguments: ["v3", "evil", "empty", "gone", "", "..", "../main", "v2/x"])
    func aRevisionThatIsNotThereIsAnError(revision: String) async throws {
        let outcome = try await inspect("org/tiny@" + revision)
        #expect(outcome.status == 66 && outcome.output.isEmpty)
        #expect(outcome.messages.hasPrefix("senc: error: no model 'org/tiny@\(revision)'"))
        #expect(outcome.messages.contains("did you mean 'org/tiny'? ('senc models'"))
    }
}
