import Foundation
import TestSupport
import Testing

@testable import SencCLI

/// The greeting, the topics of `senc help`, and how pages of help are laid out.
@Suite struct GuideTests {
    @Test func theProgramAloneGreets() async throws {
        let outcome = try await Program.run()
        #expect(outcome.lines.first?.hasPrefix("senc 0.1.0: sentence embeddings.") == true)
        #expect(outcome.messages == "" && outcome.status == 0)
        #expect(outcome.lines.allSatisfy { $0.unicodeScalars.count <= 80 })
        let spanish = try await Program.run(
            [], environment: ["LC_ALL": "es_ES.UTF-8"])
        #expect(spanish.text.contains("Para probarlo:") && spanish.status == 0)
    }

    @Test func theCommandsOfTheGreetingWork() async throws {
        let files = TemporaryDirectory()
        let program = URL(fileURLWithPath: Program.path).deletingLastPathComponent().path
        for language in ["C", "es_ES.UTF-8"] {
            let greeting = try await Program.run([], environment: ["LC_ALL": language])
            let commands = greeting.lines.filter {
                $0.hasPrefix("  senc similarity") || $0.hasPrefix("  senc encode")
                    || $0.hasPrefix("  printf")
            }
            #expect(commands.count == 3)
            for command in commands {
                let outcome = try await Program.run(
                    ["-c", command],
                    environment: [
                        "PATH": program + ":/usr/bin:/bin", "HOME": files.path,
                        "SENC_MODELS": Goldens.repository + "/Weights", "SENC_MODEL": "",
                    ], in: files.path, program: "/bin/sh")
                #expect(outcome.status == 0 && !outcome.output.isEmpty, "\(command): \(outcome)")
                #expect(outcome.messages == "", "\(command)")
            }
        }
    }

    @Test(arguments: HelpTopic.allCases)
    func aTopicHasAPageInEachLanguage(_ topic: HelpTopic) async throws {
        for language in Language.allCases {
            let page = topic.page(in: language)
            let lines = page.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            #expect(lines.count < 40 && page.hasSuffix("\n"))
            for line in lines {
                #expect(line.unicodeScalars.count <= 78, "\(line)")
                #expect(!line.contains("\t") && !line.hasSuffix(" "), "\(line)")
            }
            let outcome = try await Program.run(
                ["help", topic.rawValue], environment: ["LC_ALL": language.rawValue])
            #expect(outcome.text.hasSuffix(page) && outcome.status == 0 && outcome.messages == "")
        }
        #expect(topic.page(in: .english) != topic.page(in: .spanish))
    }

    @Test func aTopicThatIsACommandTooShowsBoth() async throws {
        for name in ["models", "config"] {
            let help = try await Program.run(name, "--help")
            let page = try await Program.run("help", name)
            #expect(page.text.hasPrefix(help.text) && page.text != help.text)
            let rest = page.text.dropFirst(help.text.count).split(separator: "\n")
            #expect(rest[0].allSatisfy { $0 == "-" } && rest[0].count == 78)
            #expect(rest[1] == "The topic \(name) ('senc \(name) --help' shows the command alone):")
        }
    }

    @Test func helpListsCommandsByGroupsAndTopics() async throws {
        let outcome = try await Program.run("help")
        for heading in ["TEXTS:", "FILES AND TABLES:", "MODELS:", "THIS MACHINE:", "TOPICS:"] {
            #expect(outcome.lines.contains(heading), "\(heading)")
        }
        #expect(!outcome.text.contains(" SUBCOMMANDS:"))
        for topic in HelpTopic.allCases {
            #expect(outcome.text.contains("\n  \(topic.rawValue) "), "\(topic)")
        }
        #expect(try await Program.run("--help") == outcome)
        #expect(try await Program.run("-h") == outcome)
    }

    @Test(arguments: [
        ("exitstatus", "exit-status"), ("enviroment", "environment"), ("serch", "search"),
    ])
    func anUnknownWordOfHelpBringsTheNearest(_ word: String, _ nearest: String) async throws {
        let outcome = try await Program.run("help", word)
        #expect(outcome.status == 64 && outcome.output.isEmpty)
        #expect(outcome.messages.contains("did you mean '\(nearest)'?"), "\(outcome)")
    }

    // MARK: Width

    /// The commands, as the words that name them, and what is said of each.
    private static func pages(
        _ command: [String: Any], _ path: [String] = []
    ) -> [(path: [String], text: String)] {
        let subcommands = command["subcommands"] as? [[String: Any]] ?? []
        let own = (path, command["discussion"] as? String ?? "")
        return [own]
            + subcommands.flatMap { pages($0, path + [$0["commandName"] as? String ?? ""]) }
    }

    @Test(arguments: Language.allCases)
    func examplesAreNotWrappedAtEightyColumns(_ language: Language) async throws {
        let environment = ["LC_ALL": language.rawValue, "COLUMNS": "80"]
        let dump = try await Program.run(["--experimental-dump-help"], environment: environment)
        let json = try JSONSerialization.jsonObject(with: Data(dump.output)) as? [String: Any]
        let root = try #require(json?["command"] as? [String: Any])
        var count = 0
        for (path, text) in Self.pages(root) where path != ["help"] {
            let examples = text.split(separator: "\n").filter { $0.hasPrefix("  ") }
            if examples.isEmpty { continue }
            let page = try await Program.run(path + ["--help"], environment: environment)
            for example in examples {
                #expect(page.lines.contains(String(example)), "\(path): \(example)")
                count += 1
            }
        }
        #expect(count > 40)
    }
}
