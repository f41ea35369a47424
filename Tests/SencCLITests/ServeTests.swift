import Foundation
import SencMath
import SencServerSettings
import TestSupport
import Testing

/// `senc serve`
@Suite struct ServeTests {
    /// The program with another one beside it in the server's place, which prints what it is handed.
    private static func install(in place: TemporaryDirectory) async throws -> String {
        let program = try await Program.install(in: place)
        let server = place.write(
            "#!/bin/sh\nprintf '%s\\n' \"$#\" \"$1\" \"$SENC_API_KEY\"\n", to: "bin/senc-server")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: server)
        return program
    }

    @Test func settingsAreHandedOver() async throws {
        let place = TemporaryDirectory()
        let program = try await Self.install(in: place)
        let outcome = try await Program.run(
            [
                "serve", "--model", "one=\(Goldens.path("tiny-bert"))",
                "--model", Goldens.path("tiny-bert"), "--port", "0", "--api-key", "secret",
                "--cache", "2M", "--overflow", "error", "--allow-origin", "*", "--token-ids",
                "--log", "--threads", "3", "--precision", "int8",
            ], program: program)
        #expect(outcome.status == 0 && outcome.messages == "")
        let lines = outcome.lines
        try #require(lines.count == 3)
        #expect(lines[0] == "1" && lines[2] == "secret")
        #expect(!lines[1].contains("secret"))
        let settings = try ServerSettings(json: lines[1])
        #expect(
            settings.models == [
                .init(name: "one", source: Goldens.path("tiny-bert")),
                .init(name: "tiny-bert", source: Goldens.path("tiny-bert")),
            ])
        #expect(settings.address == .host("127.0.0.1", port: 0))
        #expect(settings.cacheBytes == 2 << 20 && settings.overflow == .error)
        #expect(settings.allowedOrigins == ["*"] && settings.takesTokenIDs && settings.logsRequests)
        #expect(settings.threads == 3 && settings.precision == .int8)
        #expect(settings.translations.isEmpty)
    }

    @Test func theServersErrorsAreInTheUsersLanguage() async throws {
        let place = TemporaryDirectory()
        let program = try await Self.install(in: place)
        let outcome = try await Program.run(
            ["serve"], environment: ["LC_ALL": "es_ES.UTF-8"], program: program)
        let settings = try ServerSettings(json: try #require(outcome.lines.dropFirst().first))
        for key in ["cannot listen on %1: %2", "listening on %1 (model %2)"] {
            #expect(settings.translations[key] != nil, "\(key)")
        }
        // Linux takes arguments of 128 KiB at most.
        #expect(outcome.lines[1].utf8.count < 100_000)
    }

    @Test func withoutAServerItSaysHowToBuildOne() async throws {
        let place = TemporaryDirectory()
        let program = try await Program.install(in: place)
        let outcome = try await Program.run(["serve"], program: program)
        #expect(outcome.status == 66 && outcome.output.isEmpty)
        #expect(
            outcome.messages.contains("SENC_SERVER=1 swift build -c release --product senc-server"))
    }

    @Test(arguments: [
        (["--port", "65536"], "--port must be from 0 to 65535"),
        (["--certificate", "c.pem"], "--certificate and --private-key go together"),
        (["--api-key", ""], "--api-key is empty"),
        (["--cache", "-1"], "--cache must be from 0 to 1T"),
        (["--queue", "0"], "--queue must be at least 1"),
        (["--model", "a", "--model", "a"], "two models are called 'a'"),
    ])
    func optionsThatMakeNoSenseAreErrors(options: [String], message: String) async throws {
        let outcome = try await Program.run(["serve"] + options)
        #expect(outcome.status == 64)
        #expect(outcome.messages.contains(message), "\(outcome.messages)")
    }
}
