import Foundation
import TestSupport
import Testing

@testable import SencCLI

/// The configuration file and the environment, and `senc config`.
@Suite struct ConfigurationTests {
    private let home = TemporaryDirectory()
    private var path: String { home.file(".config/senc/config") }

    private func run(
        _ arguments: String..., environment: [String: String] = [:]
    ) async throws -> Program.Outcome {
        try await Program.run(
            arguments,
            environment: [
                "HOME": home.path, "SENC_MODELS": Goldens.repository + "/Weights", "SENC_MODEL": "",
            ].merging(environment) { $1 })
    }

    private func configure(_ text: String) {
        home.write(text, to: ".config/senc/config")
    }

    private func settings(
        environment: [String: String] = [:]
    ) async throws -> [String: [String: any Sendable]] {
        let outcome = try await run("config", "--json", environment: environment)
        #expect(outcome.status == 0 && outcome.messages == "")
        let json = try JSONSerialization.jsonObject(with: Data(outcome.output))
        let object = try #require(json as? [String: any Sendable])
        #expect(object["file"] as? String == path)
        return try #require(object["settings"] as? [String: [String: any Sendable]])
    }

    @Test func withoutAFileAllIsBuiltIn() async throws {
        let settings = try await settings()
        #expect(settings["model"]?["value"] as? String == "multilingual-e5-small")
        #expect(settings["precision"]?["value"] as? String == "float32")
        #expect(settings["model"]?["source"] as? String == "built in")
        let table = try await run("config")
        #expect(table.lines.contains("File: \(path) (not there yet)"))
        #expect(table.lines.first?.hasPrefix("setting") == true)
    }

    @Test func theEnvironmentBeatsTheFileAndAnOptionBeatsBoth() async throws {
        configure("# mine\nmodel = nowhere\nprecision=int8 # quick\n\n threads = 2\n")
        var settings = try await settings()
        #expect(settings["model"]?["value"] as? String == "nowhere")
        #expect(settings["model"]?["line"] as? Int == 2)
        #expect(settings["precision"]?["value"] as? String == "int8")
        #expect(settings["threads"]?["value"] as? Int == 2)
        settings = try await self.settings(environment: ["SENC_MODEL": Program.model])
        #expect(settings["model"]?["value"] as? String == Program.model)
        #expect(settings["model"]?["variable"] as? String == "SENC_MODEL")

        let missing = try await run("tokenize", "la")
        #expect(missing.status == 66 && missing.messages.contains("nowhere"))
        let option = try await run("tokenize", "la", "--model", Program.model)
        #expect(option.status == 0)
        #expect(
            try await run("tokenize", "la", environment: ["SENC_MODEL": Program.model]) == option)
    }

    @Test func vectorsAreThoseOfTheConfiguredPrecision() async throws {
        let environment = ["SENC_MODEL": Program.model]
        let plain = try await run("encode", "la casa", environment: environment)
        let option = try await run(
            "encode", "la casa", "--precision", "int8", environment: environment)
        #expect(option != plain && option.status == 0)
        configure("precision = int8\n")
        #expect(try await run("encode", "la casa", environment: environment) == option)
        let variable = ["SENC_MODEL": Program.model, "SENC_PRECISION": "float32"]
        #expect(try await run("encode", "la casa", environment: variable) == plain)
        #expect(
            try await run("encode", "la casa", "--precision", "float32", environment: environment)
                == plain)
        // The system's BLAS has float32 alone.
        let blas = try await run("encode", "la", "--backend", "blas", environment: environment)
        #expect(blas.status == 0 || blas.messages.contains("OpenBLAS"))
    }

    @Test(arguments: [
        (
            "modell = x",
            "'modell' is not a setting; the settings are model, precision, threads, language; "
                + "did you mean 'model'?"
        ),
        ("model", "the line is not a setting, such as threads = 4"),
        ("model =", "model needs a value"),
        ("model = a\nmodel = b", "model is set above already; remove one of the two"),
        (
            "precision = int9",
            "precision cannot be 'int9', but float32, bfloat16, int8; "
                + "did you mean 'int8'?"
        ),
        ("threads = 0", "threads must be a number of 1 or more, not '0'"),
        ("language = fr", "language cannot be 'fr', but en, es"),
        ("model = \"a\" b", "the line is not a setting, such as threads = 4"),
    ])
    func aBadLineIsAnErrorThatNamesIt(_ text: String, _ message: String) async throws {
        configure("# one\n" + text + "\n")
        let line = text.split(separator: "\n").count + 1
        let expected = Program.Outcome.failed(65, "\(message) (\(path), line \(line))")
        #expect(try await run("encode", "la") == expected)
        #expect(try await run("config") == expected)
        #expect(try await run("--version").status == 0)
    }

    @Test func badValuesOfTheEnvironmentAreErrors() async throws {
        #expect(
            try await run("encode", "la", environment: ["SENC_THREADS": "many"])
                == .failed(
                    64,
                    "threads must be a number of 1 or more, not 'many' "
                        + "(the environment's SENC_THREADS)"))
        let language = try await run("encode", "la", environment: ["SENC_LANGUAGE": "xx"])
        #expect(language.status == 64 && language.messages.contains("SENC_LANGUAGE"))
    }

    @Test func onlyASmallRegularFileIsRead() async throws {
        home.write("", to: ".config/senc/other")
        home.makePipe(".config/senc/config")
        let pipe = try await run("encode", "la")
        #expect(pipe.status == 66 && pipe.messages.contains("not a regular file"))
        home.remove(".config/senc/config")
        configure(String(repeating: "#\n", count: 40_000))
        let large = try await run("encode", "la")
        #expect(large.status == 65 && large.messages.contains("over the limit"))
    }

    @Test func theFileIsWhereXDGHasIt() async throws {
        home.write("threads = 3\n", to: "xdg/senc/config")
        let outcome = try await run(
            "config", environment: ["XDG_CONFIG_HOME": home.file("xdg")])
        #expect(outcome.text.contains("xdg/senc/config, line 1"))
        // A relative path says nothing, by the specification.
        let relative = try await run("config", environment: ["XDG_CONFIG_HOME": "xdg"])
        #expect(relative.text.contains(path))
    }

    @Test func theLanguageBeatsTheLocale() async throws {
        configure("language = es\n")
        #expect(try await run("config").lines.first?.hasPrefix("ajuste") == true)
        #expect(
            try await run("config", environment: ["SENC_LANGUAGE": "en"]).lines.first?
                .hasPrefix("setting") == true)
        #expect(ConfigurationKey.languages == Language.allCases.map(\.rawValue))
    }

    @Test func settingKeepsTheRestOfTheFile() async throws {
        #expect(try await run("config", "set", "precision", "int8") == .printed(""))
        #expect(
            String(decoding: home.read(".config/senc/config"), as: UTF8.self)
                == "precision = int8\n")
        configure("# mine\n precision = int8 # quick\nthreads=2")
        #expect(try await run("config", "set", "precision", "bfloat16") == .printed(""))
        #expect(try await run("config", "set", "model", "my #1 model") == .printed(""))
        let expected = "# mine\nprecision = bfloat16\nthreads=2\nmodel = \"my #1 model\"\n"
        #expect(String(decoding: home.read(".config/senc/config"), as: UTF8.self) == expected)
        #expect(try await settings()["model"]?["value"] as? String == "my #1 model")
        #expect(try await run("config", "unset", "model") == .printed(""))
        #expect(try await run("config", "unset", "precision") == .printed(""))
        #expect(
            String(decoding: home.read(".config/senc/config"), as: UTF8.self)
                == "# mine\nthreads=2\n")
        let again = try await run("config", "unset", "model")
        #expect(again.status == 0 && again.messages.hasPrefix("senc: hint: "))
    }

    @Test func aBadLineCanBeMendedBySettingItsKey() async throws {
        configure("threads = none\n")
        #expect(try await run("encode", "la").status == 65)
        #expect(try await run("config", "set", "threads", "1") == .printed(""))
        #expect(try await run("config").status == 0)
    }

    @Test func whatCannotBeSetIsRefused() async throws {
        for (key, value) in [
            ("precision", "int9"), ("threads", "0"), ("modell", "x"), ("model", "a\nb"),
            ("model", "\"a\""), ("language", "fr"),
        ] {
            let outcome = try await run("config", "set", key, value)
            #expect(outcome.status == 64, "\(key) \(value)")
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }
}
