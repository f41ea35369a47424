import Foundation
import TestSupport
import Testing

@testable import SencInput

// glibc's loader says what it loads; musl's and Apple's do not.
#if canImport(Glibc)
/// What a start of the program loads, which is most of the time that a short command takes:
/// Foundation proper and ICU, 41 MB, never; what few commands need when they need it.
@Suite struct LoadedLibraryTests {
    private let files = TemporaryDirectory()
    private let model = TinyModel.copy()

    /// Foundation's first part has no ICU; ArgumentParser needs it.
    private static let allowed = "libFoundationEssentials.so"
    private static let loadedWhenNeeded = [
        "libopenblas", "libcurl", "libcrypto", "libssl", "libbz2", "liblzma", "libzstd", "libxml2",
    ]

    init() {
        files.write("the king\n\nand the queen\n", to: "t/a.txt")
        files.write("# Rain\n\nand more rain\n", to: "t/b.md")
    }

    /// Runs the program to its end.
    /// - Returns: the names of the files of the libraries that it loaded, those that it asked for on
    ///   the way among them.
    private func libraries(
        _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> Set<String> {
        let log = files.file("log")
        let outcome = try await Program.run(
            arguments,
            environment: environment.merging([
                "HOME": files.path, "SENC_MODELS": Goldens.repository + "/Weights",
                "LD_DEBUG": "files", "LD_DEBUG_OUTPUT": log,
            ]) { $1 }, in: files.path)
        try #require(outcome.status == 0, "\(arguments): \(outcome)")
        // The loader puts a full stop and the process's number behind the name.
        let names = try FileManager.default.contentsOfDirectory(atPath: files.path)
            .filter { $0.hasPrefix("log.") }
        var result: Set<String> = []
        for name in names {
            for line in String(decoding: files.read(name), as: UTF8.self).split(separator: "\n") {
                guard let mark = line.range(of: "calling init: ") else { continue }
                result.insert(String(line[mark.upperBound...].split(separator: "/").last ?? ""))
            }
            files.remove(name)
        }
        // What the program is linked with is among them, so the list is one.
        try #require(result.contains { $0.hasPrefix("libsqlite3.so") }, "\(result)")
        return result
    }

    private func isFoundation(_ library: String) -> Bool {
        library != Self.allowed && (library.contains("Foundation") || library.contains("ICU"))
            || library.hasPrefix("libicu")
    }

    @Test func noStartLoadsFoundationOrWhatItDoesNotUse() async throws {
        let model = ["--model", model.path]
        for arguments in [
            ["--version"], ["encode", "rain"] + model, ["encode", "--input", "t/a.txt"] + model,
            ["search", "rain", "--in", "t/a.txt"] + model,
            ["search", "rain", "--in", "t"] + model, ["index", "build", "i", "--in", "t"] + model,
            ["index", "info", "i"], ["search", "rain", "--in", "i"] + model,
        ] {
            for library in try await libraries(arguments) {
                #expect(!isFoundation(library), "\(arguments)")
                #expect(
                    !Self.loadedWhenNeeded.contains { library.hasPrefix($0) },
                    "\(arguments): \(library)")
            }
        }
    }

    @Test(.enabled(if: HTMLLibrary.system != nil))
    func aPageLoadsWhatReadsIt() async throws {
        files.write("<p>rain", to: "t/c.html")
        let found = try await libraries(["search", "rain", "--in", "t", "--model", model.path])
        #expect(found.contains { $0.hasPrefix("libxml2") })
    }

    /// Which also shows that what is loaded on the way is seen.
    @Test func aPullLoadsWhatFetchesAndHashes() async throws {
        let root = Goldens.path("tiny-bert")
        var content: [String: [UInt8]] = [:]
        for name in ["config.json", "tokenizer.json", "model.safetensors"] {
            content[name] = try [UInt8](Data(contentsOf: URL(fileURLWithPath: root + "/" + name)))
        }
        let server = HubServer(content)
        let found = try await libraries(
            ["pull", "org/tiny"],
            environment: ["HF_ENDPOINT": server.endpoint, "HF_HUB_CACHE": files.file("cache")])
        for library in ["libcurl", "libcrypto"] {
            #expect(found.contains { $0.hasPrefix(library) })
        }
        #expect(!found.contains(where: isFoundation))
    }
}
#endif
