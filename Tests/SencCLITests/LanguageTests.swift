import ArgumentParser
import TestSupport
import Testing

@testable import SencCLI

/// What is told to users is in their language, and what is made for programs in none.
@Suite struct LanguageTests {
    private static let spanish = ["LC_ALL": "es_ES.UTF-8"]

    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()

    private func run(
        _ arguments: [String], _ locale: [String: String] = spanish, input: String = ""
    ) async throws -> Program.Outcome {
        let places = ["HOME": files.path, "SENC_MODELS": Goldens.repository + "/Weights"]
        return try await Program.run(
            arguments, input: Array(input.utf8), environment: places.merging(locale) { $1 },
            in: files.path)
    }

    /// As POSIX has it: the first that says something.
    @Test(arguments: [
        (["LANG": "es"], Language.spanish),
        (["LANG": "es_MX.UTF-8"], .spanish),
        (["LANG": "ES"], .spanish),
        (["LANG": "es@euro"], .spanish),
        (["LANG": "C.UTF-8", "LC_MESSAGES": "es_AR"], .spanish),
        (["LANG": "es", "LC_MESSAGES": "en_GB"], .english),
        (["LANG": "es", "LC_MESSAGES": "es", "LC_ALL": "C"], .english),
        (["LANG": "es", "LC_MESSAGES": "", "LC_ALL": ""], .spanish),
        (["LANG": "C", "LC_ALL": "es_ES"], .spanish),
        (["LANG": "POSIX"], .english),
        (["LANG": "est_EE"], .english),
        (["LANG": "de_DE.UTF-8"], .english),
        ([:], .english),
    ])
    func theEnvironmentSaysTheLanguage(_ values: [String: String], _ language: Language) {
        #expect(Language { values[$0] } == language)
    }

    @Test(arguments: [
        (["LC_ALL": "es_ES.UTF-8"], "no existe el archivo (nope.txt)"),
        (["LANG": "es"], "no existe el archivo (nope.txt)"),
        (["LANG": "es", "LC_ALL": "C.UTF-8"], "no such file (nope.txt)"),
        ([:], "no such file (nope.txt)"),
    ])
    func anErrorIsInTheLanguage(_ locale: [String: String], _ message: String) async throws {
        let outcome = try await run(["encode", "--input", "nope.txt"], locale)
        #expect(outcome == .failed(66, message))
    }

    /// What the system says of it, too.
    @Test func aReasonIsInTheLanguage() async throws {
        let outcome = try await run(["encode", "rain", "--output", "nowhere/v.npy"])
        #expect(
            outcome
                == .failed(
                    74,
                    "no se puede escribir: no existe el archivo o el directorio (nowhere/v.npy)"))
    }

    @Test func aWarningIsInTheLanguage() async throws {
        let outcome = try await run([
            "encode", "rain on the sea", "--max-tokens", "3", "--model", model.path,
        ])
        #expect(outcome.messages.hasPrefix("senc: aviso: se cortó 1 texto a 3 tokens "))
        #expect(outcome.status == 0)
    }

    @Test func aReportIsInTheLanguage() async throws {
        files.write("rain\nrain\nthe king\n", to: "t.txt")
        let outcome = try await run(["dedupe", "-i", "t.txt", "--model", model.path])
        #expect(outcome.messages.hasSuffix("senc: se conservan 2 de 3\n"))
    }

    /// On a terminal; programs read them in English.
    @Test(arguments: [
        ("inspect", ["arquitectura", "tokens como máximo", "esta CPU", "origen"]),
        ("index info i", ["archivos", "los pasajes son", "no se respetan", "a longitud 1"]),
        ("benchmark --seconds 0.01", ["instrucciones", "máximo, Gop/s", "1 hilo", "textos/s"]),
        ("evaluate p.tsv --precision int8", ["métrica", "pares", "pearson"]),
    ])
    func settingsAreInTheLanguage(_ line: String, _ words: [String]) async throws {
        files.write("sentence1\tsentence2\tscore\nrain\tthe sea\t3\nking\tqueen\t5\n", to: "p.tsv")
        files.write("rain\nthe sea\n", to: "t.txt")
        var arguments = line.split(separator: " ").map(String.init)
        if arguments.contains("i") {
            let built = try await run([
                "index", "build", "i", "t.txt", "--no-ignore", "--model", model.path,
            ])
            #expect(built.status == 0, "\(built.messages)")
        } else if arguments[0] == "inspect" {
            arguments.append(model.path)
        } else {
            arguments += ["--model", model.path]
        }
        let terminal = try PseudoTerminal()
        let outcome = try await Program.run(
            arguments, environment: ["TERM": "xterm", "LANG": "es"], in: files.path,
            redirection: ">'\(terminal.name)'")
        #expect(outcome.status == 0, "\(outcome.messages)")
        let written = try terminal.written()
        for word in words { #expect(written.contains(word), "\(written)") }
    }

    @Test func progressIsInTheLanguage() async throws {
        let terminal = try PseudoTerminal()
        files.write("rain\nthe sea\nthe king\nthe queen\n", to: "t.txt")
        let outcome = try await Program.run(
            ["map", "t.txt", "--output", "m.csv", "--model", model.path],
            environment: ["TERM": "xterm", "LANG": "es"], in: files.path,
            redirection: "2>'\(terminal.name)'")
        #expect(outcome.status == 0)
        #expect(try terminal.written().contains(" %  mapa de 4 textos"))
    }

    @Test func hintsAtMistypedWordsAreInTheLanguage() async throws {
        let outcome = try await run(["encod", "rain"])
        #expect(outcome.messages.contains("no hay un comando 'encod'; ¿querías decir 'encode'?"))
        #expect(outcome.status == 64)
    }

    // MARK: - ArgumentParser's words

    @Test func helpIsInTheLanguage() async throws {
        let outcome = try await run(["tokenize", "--help"])
        #expect(outcome.text.hasPrefix("RESUMEN: Imprimir los tokens de unos textos.\n"))
        #expect(outcome.text.contains("\nUSO: senc tokenize "))
        #expect(outcome.text.contains("\nOPCIONES:\n"))
        #expect(outcome.text.contains("  -h, --help              Mostrar esta ayuda.\n"))
        #expect(outcome.text.contains("<archivo>"))
        #expect(outcome.messages == "" && outcome.status == 0)
    }

    @Test func noCommandsHelpHasEnglishWords() async throws {
        let root = try await run(["--help"])
        #expect(root.text.contains("\n  Mira 'senc help <comando>' para la ayuda de cada uno.\n"))
        let commands = RootCommand.configuration.subcommands.compactMap {
            $0.configuration.commandName
        }
        for command in commands {
            let help = try await run([command, "--help"])
            for word in [
                "OVERVIEW", "USAGE:", "OPTIONS", "SUBCOMMANDS", "Show", "default:", "values:",
            ] {
                #expect(!help.text.contains(word), "\(command) \(word)")
            }
            #expect(help.status == 0)
        }
    }

    @Test(arguments: [
        ("encode x --threads", "falta el valor de '--threads <threads>'"),
        (
            "encode x --precision half",
            """
            el valor 'half' no es válido para '--precision <precision>'; elige 'float32', \
            'bfloat16' o 'int8'
            """
        ),
        ("encode x --threads two", "el valor 'two' no es válido para '--threads <threads>'"),
        ("analogy king man", "falta el argumento '<c>'"),
    ])
    func parsingErrorsAreInTheLanguage(_ line: String, _ message: String) async throws {
        let outcome = try await run(line.split(separator: " ").map(String.init))
        #expect(outcome.messages.hasPrefix("senc: error: \(message) (mira 'senc "))
        #expect(outcome.status == 64)
    }

    @Test(arguments: [
        ("Unexpected argument 'a b'", "sobra el argumento 'a b'"),
        ("3 unexpected arguments: 'a', 'b', 'c'", "sobran 3 argumentos: 'a', 'b', 'c'"),
        (
            "Unknown option '--x'. Did you mean '--y'?",
            "no hay una opción '--x'; ¿querías decir '--y'?"
        ),
        ("Unknown option '--x'", "no hay una opción '--x'"),
        ("The value '' is invalid for '<n>'", "el valor '' no es válido para '<n>'"),
        ("Another error of 100 %1", "Another error of 100 %1"),
        ("", ""),
    ])
    func fixedWordsAreTold(_ english: String, _ spanish: String) {
        #expect(ParserWords.error(english, in: .spanish) == spanish)
        #expect(ParserWords.error(english, in: .english) == english)
    }

    @Test func scriptsAndVersionsAreTheSame() async throws {
        for arguments in [["--version"], ["--generate-completion-script", "zsh"]] {
            let outcome = try await run(arguments)
            #expect(outcome.status == 0 && outcome.messages == "")
            #expect(!outcome.text.contains("RESUMEN"))
        }
        #expect(try await run(["--version"]) == run(["--version"], [:]))
    }

    // MARK: - For programs

    @Test(arguments: [
        "encode rain --format jsonl", "encode rain --format csv", "tokenize rain", "similarity a b",
        "search rain t.txt", "search rain t.txt --json", "pairs t.txt --json", "dedupe t.txt",
        "dedupe t.txt --groups", "cluster t.txt --clusters 2", "cluster t.txt --clusters 2 --json",
        "outliers t.txt --neighbors 1 --json", "classify --labels a,b rain --json",
        "inspect", "inspect --json", "search rain i --json", "index info i", "index info i --json",
        "models --json", "models", "benchmark --seconds 0.01 --json",
    ])
    func whatProgramsReadIsTheSameInAllLanguages(_ line: String) async throws {
        files.write("rain\nthe sea\nthe king\nthe queen\n", to: "t.txt")
        var arguments = line.split(separator: " ").map(String.init)
        if arguments.contains("i") {
            let built = try await run(["index", "build", "i", "t.txt", "--model", model.path])
            #expect(built.status == 0)
        }
        switch arguments[0] {
        case "models", "index": break
        case "inspect": arguments.insert(model.path, at: 1)
        default: arguments += ["--model", model.path]
        }
        let (one, other) = (try await run(arguments, [:]), try await run(arguments))
        #expect(one.status == 0, "\(one.messages)")
        if arguments[0] == "benchmark" {
            // Times differ.
            #expect(one.text.split(separator: ":").count == other.text.split(separator: ":").count)
        } else {
            #expect(one.output == other.output)
        }
    }
}
