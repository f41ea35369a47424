import Foundation
import TestSupport
import Testing

/// `senc doctor`
@Suite struct DoctorTests {
    private let home = TemporaryDirectory()

    private func run(
        _ arguments: String..., environment: [String: String] = [:]
    ) async throws -> Program.Outcome {
        try await Program.run(
            ["doctor"] + arguments,
            environment: [
                "HOME": home.path, "SENC_MODELS": Goldens.repository + "/Weights",
            ].merging(environment) { $1 })
    }

    private func object(
        _ environment: [String: String] = [:], status: Int32 = 0
    ) async throws -> [String: any Sendable] {
        let outcome = try await run("--json", environment: environment)
        #expect(outcome.status == status, "\(outcome)")
        let json = try JSONSerialization.jsonObject(with: Data(outcome.output))
        return try #require(json as? [String: any Sendable])
    }

    @Test func aSoundMachineIsTold() async throws {
        let outcome = try await run()
        #expect(outcome.status == 0 && outcome.messages == "", "\(outcome)")
        for heading in ["senc", "Machine", "Model", "Models at hand", "What would help"] {
            #expect(outcome.lines.contains(heading), "\(heading)")
        }
        let all = try await object()
        let model = try #require(all["model"] as? [String: any Sendable])
        #expect(model["name"] as? String == Program.model)
        #expect(model["check"] as? String == "passed")
        #expect(model["dimension"] as? Int == 384)
        let machine = try #require(all["machine"] as? [String: any Sendable])
        #expect(machine["memoryBytes"] as? Int ?? 0 > 1_000_000)
        let families = try #require(machine["kernelFamilies"] as? [String])
        #expect(families.contains(machine["kernels"] as? String ?? ""))
        #expect((all["libraries"] as? [String: Bool])?.count == 8)
    }

    @Test func aModelThatCannotBeLoadedIsTheStatus() async throws {
        let outcome = try await run(environment: ["SENC_MODEL": "all-MiniLM-L6-v3"])
        #expect(outcome.status == 66)
        #expect(outcome.messages.contains("did you mean 'all-MiniLM-L6-v2'?"))
        #expect(outcome.text.contains("cannot be loaded: "))
        _ = try await object(["SENC_MODEL": "all-MiniLM-L6-v3"], status: 66)
    }

    @Test func aModelWithOtherVectorsIsTold() async throws {
        let model = TinyModel.copy()
        model.write(#"{"texts": ["la"], "vectors": [[1]]}"#, to: "reference_vectors.json")
        let all = try await object(["SENC_MODEL": model.path])
        #expect((all["model"] as? [String: any Sendable])?["check"] as? String == "failed")
        #expect((all["advice"] as? [String])?.contains { $0.hasPrefix("Fetch the model") } == true)
    }

    @Test func whatIsConfiguredIsHeededAndMended() async throws {
        home.write("threads = 1\nprecision = int8\n", to: ".config/senc/config")
        var all = try await object()
        #expect((all["machine"] as? [String: any Sendable])?["threads"] as? Int == 1)
        #expect((all["model"] as? [String: any Sendable])?["precision"] as? String == "int8")
        home.write("thread = 1\n", to: ".config/senc/config")
        all = try await object()
        let advice = try #require(all["advice"] as? [String])
        #expect(advice.first?.contains("did you mean 'threads'?") == true, "\(advice)")
    }

    @Test func eyesReadTheirLanguageAndProgramsEnglish() async throws {
        let spanish = ["LC_ALL": "es_ES.UTF-8"]
        #expect(try await run(environment: spanish).lines.contains("Qué ayudaría"))
        let (one, other) = (try await object(), try await object(spanish))
        #expect(one.keys.sorted() == other.keys.sorted())
        #expect(one["advice"] as? [String] == other["advice"] as? [String])
    }
}
