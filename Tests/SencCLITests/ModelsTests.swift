import Foundation
import TestSupport
import Testing

/// `senc models`
@Suite struct ModelsTests {
    private let place = TemporaryDirectory()
    private let tiny = TinyModel.copy()
    private let other = TinyModel.copy()
    private static let weights = Goldens.repository + "/Weights/"

    /// - Parameter paths: what `$SENC_MODELS` has.
    private func list(
        _ arguments: [String] = [], paths: [String]? = nil, program: String = Program.path
    ) async throws -> Program.Outcome {
        var environment = ["HOME": place.path]
        environment["SENC_MODELS"] = (paths ?? [place.file("models")]).joined(separator: ":")
        return try await Program.run(
            ["models"] + arguments, environment: environment, in: "/", program: program)
    }

    private func objects(
        _ paths: [String]? = nil, program: String = Program.path
    ) async throws -> [[String: any Sendable]] {
        let outcome = try await list(["--json"], paths: paths, program: program)
        #expect(outcome.status == 0)
        let json = try JSONSerialization.jsonObject(with: Data(outcome.output))
        return try #require(json as? [[String: any Sendable]])
    }

    @Test func theTableTellsWhatEachModelIs() async throws {
        tiny.write("---\nlanguage: [es, eu]\n---\n", to: "README.md")
        place.link(tiny.path, as: "models/tiny")
        let outcome = try await list()
        #expect(outcome.messages == "" && outcome.status == 0)
        let rows = outcome.lines.map { line in
            line.components(separatedBy: "  ").map { $0.trimmingCharacters(in: .whitespaces) }
                .filter { !$0.isEmpty }
        }
        #expect(rows.first == ["model", "languages", "size", "dimension", "tokens", "where"])
        func row(_ name: String) throws -> [String] {
            var row = try #require(rows.first { $0[0].hasPrefix(name) })
            let size = row.remove(at: 2)
            #expect(size.wholeMatch(of: /[0-9.]+ [kM]?B/) != nil, "\(size)")
            return row
        }
        #expect(try row("tiny") == ["tiny", "es eu", "32", "48", "$SENC_MODELS"])
        #expect(try row("all-MiniLM").dropFirst() == ["en", "384", "256", "embedded"])
        #expect(
            try row("multilingual-e5-small").dropFirst()
                == ["es ca gl eu en pt fr de it", "384", "512", "embedded"])
        #expect(try row("static-es-en").dropFirst() == ["es en", "192", "no limit", "embedded"])
        #expect(rows.count { $0[0].hasSuffix(" *") } == 1)
    }

    @Test func jsonAndCSVTellTheSame() async throws {
        place.link(tiny.path, as: "models/a, \"b\"")
        let models = try await objects()
        #expect(models.map { $0["name"] as? String }.first == "a, \"b\"")
        #expect(models.count { $0["default"] as? Bool == true } == 1)
        let csv = try await list(["--format", "csv"])
        #expect(csv.lines.count == models.count + 1)
        #expect(csv.lines.first?.hasPrefix("name,default,languages,bytes,dimension,") == true)
        #expect(csv.lines[1].hasPrefix("\"a, \"\"b\"\"\",false,,"))
        #expect(try await list(["--format", "json"]) == list(["--json"]))
        #expect(
            try await list(["--json", "--format", "csv"])
                == .failed(64, "give --json or --format csv, not both (see 'senc models --help')"))
    }

    @Test func otherKindsOfModelsHaveTheirSizes() async throws {
        place.link(Goldens.path("static"), as: "models/static")
        place.link(Goldens.path("tiny-dense"), as: "models/tiny-dense")
        let adapters = Goldens.path("adapters")
        place.link(adapters, as: "models/adapters")
        let models = try await objects()
        for model in models where model["fault"] == nil {
            let name = try #require(model["name"] as? String)
            let size = try await Program.run(
                ["encode", "la", "--model", name],
                environment: ["HOME": place.path, "SENC_MODELS": place.file("models")], in: "/")
            #expect(size.vectors.first?.count == model["dimension"] as? Int, "\(name)")
        }
        #expect(models.count { ($0["name"] as? String)?.hasPrefix("static/") == true } >= 3)
    }

    @Test func aBrokenModelHasARowWithItsFault() async throws {
        place.link(tiny.path, as: "models/good")
        place.write("{", to: "models/json/config.json")
        place.write(#"{"model_type":"whisper"}"#, to: "models/other/config.json")
        place.write("GGUF", to: "models/gguf/m.gguf")
        place.write("x", to: "models/two/a.gguf")
        place.write("x", to: "models/two/b.gguf")
        place.link(place.file("nowhere"), as: "models/link")
        place.link(Goldens.path("tiny-bert/config.json"), as: "models/bare/config.json")
        let cut = other.read("model.safetensors").prefix(1000)
        other.write(Array(cut), to: "model.safetensors")
        place.link(other.path, as: "models/cut")
        place.write("no model", to: "models/notes/a.txt")
        place.write("no model", to: "models/a.txt")
        place.makePipe("models/pipe")
        place.write("", to: "models/piped/modules.json")
        place.remove("models/piped/modules.json")
        place.makePipe("models/piped/modules.json")
        let models = try await objects().filter { $0["place"] as? String == "SENC_MODELS" }
        let faults = Dictionary(
            uniqueKeysWithValues: try models.map {
                (try #require($0["name"] as? String), $0["fault"] as? String)
            })
        #expect(
            Set(faults.keys) == [
                "good", "json", "other", "gguf", "two", "link", "bare", "cut", "piped",
            ])
        #expect(models.first { $0["name"] as? String == "good" }?["fault"] == nil)
        for (name, part) in [
            ("json", "JSON"), ("other", "'whisper' is not supported"), ("gguf", "it is cut"),
            ("two", "a.gguf"), ("link", "which is not there"), ("bare", "no "),
            ("cut", "safetensors"), ("piped", "not a regular file"),
        ] {
            #expect(faults[name]??.contains(part) == true, "\(name): \(faults)")
        }
        let table = try await list()
        #expect(table.lines.contains { $0.hasPrefix("other ") && $0.contains("'whisper'") })
        #expect(table.lines.contains { $0.hasPrefix("good ") && $0.hasSuffix("$SENC_MODELS") })
        #expect(table.messages == "" && table.status == 0)
    }

    @Test func namesAreThoseThatLeadThere() async throws {
        place.link(tiny.path, as: "models/tiny")
        place.link(other.path, as: "more/tiny")
        place.link(other.path, as: "more/org/name")
        place.link(other.path, as: "more/.hidden")
        place.write("0123abcd\n", to: ".cache/huggingface/hub/models--org--tiny/refs/main")
        place.link(
            tiny.path, as: ".cache/huggingface/hub/models--org--tiny/snapshots/0123abcd")
        place.write("4567\n", to: ".cache/huggingface/hub/models--org--old/refs/v1")
        place.link(other.path, as: ".cache/huggingface/hub/models--org--old/snapshots/4567")
        place.link(other.path, as: ".cache/huggingface/hub/models--org--bare/snapshots/89ab")
        place.write("..", to: ".cache/huggingface/hub/models--org--evil/refs/main")
        place.write("x", to: ".cache/huggingface/hub/version.txt")
        let models = try await objects([place.file("models"), place.file("more")])
            .filter { $0["place"] as? String != "embedded" }
        let cache = "Hugging Face cache"
        #expect(
            models.map { [$0["name"] as? String, $0["place"] as? String] } == [
                ["tiny", "SENC_MODELS"], ["org/name", "SENC_MODELS"], ["org/bare@89ab", cache],
                ["org/old@v1", cache], ["org/tiny", cache],
            ])
        for name in models.compactMap({ $0["name"] as? String }) {
            let outcome = try await Program.run(
                ["tokenize", "--ids", "la", "--model", name],
                environment: [
                    "HOME": place.path,
                    "SENC_MODELS": place.file("models") + ":" + place.file("more"),
                ], in: "/")
            #expect(outcome == .printed("3 122 4\n"), "\(name)")
        }
    }

    @Test func withoutAModelItSaysHowToGetOne() async throws {
        let program = try await Program.install(in: place)
        let outcome = try await list(program: program)
        #expect(outcome.text == "" && outcome.status == 0)
        #expect(outcome.messages.hasPrefix("senc: no models are at hand; 'senc pull ORG/NAME' "))
        #expect(try await list(["--json"], program: program).text == "[]\n")
    }

    @Test(arguments: [
        ("all-MiniLM-L6-v3", "all-MiniLM-L6-v2"), ("ALL-minilm-l6-V2", "all-MiniLM-L6-v2"),
        ("e5-small", "multilingual-e5-small"), ("Weights/tinny", nil), ("tinny", "tiny"),
        ("org/tiny", "tiny"), ("none", nil), ("x", nil),
    ])
    func aWrongNameBringsTheNearestOne(_ name: String, _ nearest: String?) async throws {
        place.link(tiny.path, as: "models/tiny")
        let outcome = try await Program.run(
            ["tokenize", "la", "--model", name],
            environment: ["HOME": place.path, "SENC_MODELS": place.file("models")], in: "/")
        #expect(outcome.status == 66)
        let rest = nearest.map { "; did you mean '\($0)'? ('senc models' lists" } ?? " (searched "
        #expect(
            outcome.messages.hasPrefix("senc: error: no model '\(name)'\(rest)"),
            "\(outcome.messages)")
    }

    @Test func aWrongPromptBringsTheNearestOne() async throws {
        let model = Self.weights + "multilingual-e5-small"
        #expect(
            try await Program.run("encode", "la", "--model", model, "--prompt", "qurey")
                == .failed(
                    64,
                    "the model has no prompt 'qurey'; it has passage, query; did you mean 'query'?")
        )
    }
}
