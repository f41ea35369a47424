import TestSupport
import Testing

/// The warning that texts are in a language that a model is not for.
@Suite struct LanguageWarningTests {
    private let place = TemporaryDirectory()
    private static let model = "all-MiniLM-L6-v2"
    private static let warning =
        "senc: warning: the texts seem to be in Spanish; all-MiniLM-L6-v2 is for English "
        + "('senc models' lists others)\n"

    private static func sentences(_ code: String) throws -> [String] {
        String(decoding: try Goldens.bytes("languages.txt"), as: UTF8.self).split(separator: "\n")
            .filter { $0.hasPrefix(code + "\t") }.map { String($0.dropFirst(code.count + 1)) }
    }

    private func write(_ code: String, to name: String = "in.txt") throws -> String {
        place.write(try Self.sentences(code).joined(separator: "\n") + "\n", to: name)
    }

    @Test(arguments: [
        "encode --input IN", "encode --input IN --output OUT.npy", "similarity --input IN",
        "search rain --in IN", "search rain --in IN --passages paragraphs",
        "index build OUT.index --in IN", "cluster --input IN --clusters 2", "dedupe --input IN",
        "pairs --input IN", "outliers --input IN", "map IN --output OUT.svg",
        "classify --labels sport,weather --input IN", "analogy a b c --among IN",
    ])
    func everyCommandThatEncodesTextsSaysSoOnce(_ command: String) async throws {
        let input = try write("es")
        let arguments = command.replacing("IN", with: input)
            .replacing("OUT", with: place.file("out")).split(separator: " ").map(String.init)
        let spanish = try await Program.run(arguments + ["--model", Self.model])
        #expect(spanish.messages.components(of: Self.warning) == 1, "\(spanish)")
        #expect(spanish.status == 0)
        place.write(try Self.sentences("en").joined(separator: "\n") + "\n", to: "in.txt")
        place.remove("out.npy", "out.index", "out.svg")
        let english = try await Program.run(arguments + ["--model", Self.model])
        #expect(!english.messages.contains("warning"), "\(english)")
        #expect(english.status == 0)
    }

    @Test func theWarningChangesNoVector() async throws {
        let input = try write("es")
        let alone = try await Program.run(
            "encode", try Self.sentences("es")[0], "--model", Self.model)
        #expect(alone.messages == "")
        let all = try await Program.run("encode", "--input", input, "--model", Self.model)
        #expect(all.messages == Self.warning)
        #expect(all.lines.first == alone.lines.first)
    }

    @Test func theModelsNameAndItsLanguagesAreTold() async throws {
        let dutch = try write("nl", to: "nl.txt")
        let outcome = try await Program.run(
            "tokenize", "--input", dutch, "--model", "multilingual-e5-small")
        #expect(outcome.messages == "")
        let tiny = TinyModel.copy()
        tiny.write("---\nlanguage: [es, 'xx-\u{1B}', eu]\n---\n", to: "README.md")
        let told = try await Program.run("encode", "--input", dutch, "--model", tiny.path)
        let name = tiny.path.split(separator: "/").last ?? ""
        #expect(
            told.messages.hasPrefix(
                "senc: warning: the texts seem to be in Dutch; \(name) is for Spanish and Basque "
                    + "('senc models' lists others)\n"))
        tiny.write("---\nlanguage: [es, ca, pt, eu]\n---\n", to: "README.md")
        let many = try await Program.run("encode", "--input", dutch, "--model", tiny.path)
        #expect(many.messages.contains("\(name) is for 4 other languages ('senc models'"))
        tiny.write("---\nlanguage: multilingual\n---\n", to: "README.md")
        let any = try await Program.run("encode", "--input", dutch, "--model", tiny.path)
        #expect(!any.messages.contains("seem to be in"))
        withExtendedLifetime(tiny) {}
    }

    /// The language tells more than that the tokenizer does not know the letters.
    @Test func unknownLettersBringOneWarning() async throws {
        let input = try write("ru")
        let outcome = try await Program.run("encode", "--input", input, "--model", Self.model)
        #expect(
            outcome.messages
                == Self.warning.replacing("Spanish", with: "Russian"))
    }
}

extension String {
    /// How often a text is within this one.
    fileprivate func components(of text: String) -> Int {
        ranges(of: text).count
    }
}

extension TemporaryDirectory {
    /// Removes what is there of some names.
    fileprivate func remove(_ names: String...) {
        for name in names {
            write("", to: name)
            remove(name)
        }
    }
}
