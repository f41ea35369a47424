import Foundation
import TestSupport
import Testing

/// Options that several commands have are called the same in each.
@Suite struct CommonOptionTests {
    /// The names of each option, by the words that name its command.
    private static func options(
        _ command: [String: Any], _ path: [String] = []
    ) -> [(command: String, names: [String])] {
        let arguments = command["arguments"] as? [[String: Any]] ?? []
        let own = arguments.map { argument in
            let names = argument["names"] as? [[String: String]] ?? []
            return (
                command: path.joined(separator: " "),
                names: names.map { ($0["kind"] == "long" ? "--" : "-") + ($0["name"] ?? "") }
            )
        }
        let subcommands = command["subcommands"] as? [[String: Any]] ?? []
        return own
            + subcommands.flatMap { options($0, path + [$0["commandName"] as? String ?? ""]) }
    }

    @Test func anOptionHasOneShortNameInAllCommands() async throws {
        let dump = try await Program.run("--experimental-dump-help")
        let json = try JSONSerialization.jsonObject(with: Data(dump.output)) as? [String: Any]
        let root = try #require(json?["command"] as? [String: Any])
        let short = [
            "--model": "-m", "--input": "-i", "--output": "-o", "--format": "-f", "--top": "-n",
        ]
        var count = 0
        for (command, names) in Self.options(root) {
            for (long, letter) in short where names.contains(long) {
                #expect(names.contains(letter), "\(command) \(long)")
                count += 1
            }
            for letter in names where short.values.contains(letter) {
                #expect(names.contains { short[$0] == letter }, "\(command) \(letter)")
            }
        }
        #expect(count > 60)
    }

    @Test func theLettersOfEarlierVersionsGoOnWorking() async throws {
        let model = TinyModel.copy()
        let expected = try await Program.run("tokenize", "-m", model.path, "rain")
        #expect(expected.status == 0 && !expected.output.isEmpty)
        #expect(try await Program.run("tokenize", "-g", model.path, "rain") == expected)
        #expect(
            try await Program.run(
                "benchmark", "-g", model.path, "--seconds", "0.1", "--precision", "float32",
                "--threads", "1"
            ).status == 0)
        let help = try await Program.run("benchmark", "--help")
        #expect(help.text.contains("-m, --model <model>") && !help.text.contains("-g"))
    }
}
