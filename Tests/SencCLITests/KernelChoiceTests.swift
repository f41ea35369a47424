import Senc
import SencFiles
import SencMath
import TestSupport
import Testing

/// What the environment variable `SENC_KERNELS` asks for.
@Suite struct KernelChoiceTests {
    private let model = TinyModel.copy()

    private var known: [String] { KernelFamily.supported.map(\.name) }

    private func run(_ arguments: [String], kernels: String) async throws -> Program.Outcome {
        let needsOption = arguments[0] != "inspect"
        return try await Program.run(
            arguments + (needsOption ? ["--model"] : []) + [model.path],
            environment: ["SENC_KERNELS": kernels])
    }

    @Test(arguments: ["avx9", "AVX2", "avx2 ", "portable\n", "fastest"])
    func anUnknownNameIsAnErrorThatTellsTheKnown(name: String) async throws {
        let message = "SENC_KERNELS is \(name.quoted()), which this CPU does not run; it runs "
        let refused = Program.Outcome.failed(64, message + known.joined(separator: ", "))
        #expect(try await run(["encode", "rain"], kernels: name) == refused)
        #expect(try await run(["tokenize", "rain"], kernels: name) == refused)
        #expect(try await run(["inspect"], kernels: name) == refused)
        #expect(throws: ModelError.noSuchKernels(name, known: known)) {
            try KernelFamily.check(name)
        }
    }

    /// All of the names that there are, on a CPU that lacks some of them.
    @Test(arguments: [
        "avx512-bf16", "avx512-vnni", "avx512", "avx2-vnni", "avx2", "neon-i8mm", "neon-bf16",
        "neon-dotprod", "neon", "portable",
    ])
    func aNameIsTakenIfTheCPURunsIt(name: String) async throws {
        let outcome = try await run(["inspect", "--json"], kernels: name)
        #expect((outcome.status == 0) == known.contains(name))
        #expect(
            known.contains(name) == outcome.text.contains("\"kernels\": {\"value\": \"\(name)\""))
    }

    @Test func nothingIsAskedForByAnEmptyName() async throws {
        let outcome = try await run(["inspect", "--json"], kernels: "")
        let fastest = try #require(known.first)
        #expect(outcome.text.contains("\"kernels\": {\"value\": \"\(fastest)\""))
    }

    @Test(arguments: [[], ["--help"], ["encode", "--help"], ["help", "index"], ["--version"]])
    func helpNeedsNoKernels(arguments: [String]) async throws {
        let outcome = try await Program.run(arguments, environment: ["SENC_KERNELS": "avx9"])
        #expect(outcome.status == 0 && outcome.messages.isEmpty)
    }
}
