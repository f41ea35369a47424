import SencFiles
import TestSupport
import Testing

/// Where `--model` looks.
@Suite struct ModelSearchTests {
    private let model = TinyModel.copy()
    /// A home without models and a place to run from, with links resolved.
    private let place = TemporaryDirectory()

    private var placePath: String {
        Path.resolved(place.path) ?? place.path
    }

    private func tokenize(
        _ model: String, _ environment: [String: String] = [:], in directory: String? = nil,
        program: String = Program.path
    ) async throws -> Program.Outcome {
        try await Program.run(
            ["tokenize", "--ids", "la", "--model", model],
            environment: environment.merging(["HOME": place.path]) { given, _ in given },
            in: directory ?? place.path, program: program)
    }

    private let found = Program.Outcome.printed("3 122 4\n")

    @Test func anUnknownNameTellsAllPlacesSearched() async throws {
        let program = try await Program.install(in: place)
        #expect(
            try await tokenize("none", ["SENC_MODELS": "/a:b"], program: program)
                == .failed(
                    66,
                    "no model 'none' (searched /a/none, b/none, Weights/none, "
                        + "\(placePath)/share/senc/Weights/none, "
                        + "\(place.path)/.cache/huggingface/hub, ./none)"))
    }

    @Test func anUnknownPathIsNotSearchedForElsewhere() async throws {
        #expect(
            try await tokenize("/none/such")
                == .failed(66, "no model '/none/such' (searched /none/such)"))
        #expect(try await tokenize("./none") == .failed(66, "no model './none' (searched ./none)"))
    }

    @Test func anEmptyNameIsNoModel() async throws {
        #expect(try await tokenize("") == .failed(66, "no model ''"))
    }

    @Test func aNameWithALineBreakStaysOnOneLine() async throws {
        let outcome = try await tokenize("a\nb")
        #expect(outcome.messages.hasPrefix("senc: error: no model 'a\\u{a}b' (searched Weights/a"))
        #expect(outcome.messages.filter { $0 == "\n" }.count == 1)
        #expect(outcome.status == 66)
    }

    @Test func everyEntryOfSENC_MODELSIsSearchedAndEmptyOnesAreNone() async throws {
        place.link(model.path, as: "models/tiny")
        #expect(
            try await tokenize("tiny", ["SENC_MODELS": ":/none::\(place.file("models")):"])
                == found)
    }

    @Test func weightsInTheWorkingDirectoryAreSearched() async throws {
        place.link(model.path, as: "Weights/tiny")
        #expect(try await tokenize("tiny") == found)
    }

    @Test func weightsBesideAnInstalledProgramAreSearched() async throws {
        let program = try await Program.install(in: place)
        place.link(model.path, as: "share/senc/Weights/tiny")
        #expect(try await tokenize("tiny", in: "/", program: program) == found)
    }

    @Test func weightsAboveTheProgramAreSearched() async throws {
        let program = try await Program.install(in: place)
        place.link(model.path, as: "Weights/tiny")
        #expect(try await tokenize("tiny", in: "/", program: program) == found)
    }

    @Test func aLinkToTheProgramLeadsToItsPlace() async throws {
        let program = try await Program.install(in: place)
        place.link(model.path, as: "share/senc/Weights/tiny")
        place.link(program, as: "elsewhere/senc")
        #expect(try await tokenize("tiny", in: "/", program: place.file("elsewhere/senc")) == found)
    }

    @Test func theHuggingFaceCacheIsSearched() async throws {
        place.write("0123abcd\n", to: "hub/models--org--tiny/refs/main")
        place.link(model.path, as: "hub/models--org--tiny/snapshots/0123abcd")
        #expect(try await tokenize("org/tiny", ["HF_HUB_CACHE": place.file("hub")]) == found)
        #expect(try await tokenize("org/tiny", ["HF_HOME": place.path]) == found)
        place.link(place.file("hub"), as: ".cache/huggingface/hub")
        #expect(try await tokenize("org/tiny") == found)
    }

    @Test(arguments: ["../../models--org--tiny/snapshots/0123abcd", "..", ""])
    func aHostileRevisionLeadsNowhere(_ revision: String) async throws {
        place.write(revision, to: "hub/models--org--tiny/refs/main")
        place.link(model.path, as: "hub/models--org--tiny/snapshots/0123abcd")
        let outcome = try await tokenize("org/tiny", ["HF_HUB_CACHE": place.file("hub")])
        #expect(outcome.messages.hasPrefix("senc: error: no model 'org/tiny' (searched org/tiny, "))
        #expect(outcome.status == 66)
    }

    @Test(arguments: ["my model", "./my model", "my model/", "my model/model.safetensors"])
    func aDirectoryOrAFileInItWillDo(_ name: String) async throws {
        place.link(model.path, as: "my model")
        #expect(try await tokenize(name) == found)
    }

    @Test func theWorkingDirectoryWillDo() async throws {
        #expect(try await tokenize(".", in: model.path) == found)
        #expect(try await tokenize("..", in: model.file("1_Pooling")) == found)
        #expect(try await tokenize("model.safetensors", in: model.path) == found)
    }

    @Test func noEnvironmentAtAllIsNeeded() async throws {
        let outcome = try await Program.run(
            ["tokenize", "--ids", "la", "--model", model.path], environment: [:])
        #expect(outcome == found)
    }
}
