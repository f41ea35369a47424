import Foundation
import Senc
import SencFiles
import TestSupport
import Testing

/// How often a batch's language is reported, right and wrong, over texts that are not in the repository.
@Suite struct LanguageMeasureTests {
    private static let directory = ProcessInfo.processInfo.environment["SENC_LANGUAGES"]
    private static let jobs = 1_000
    private static let textsOfAJob = 20
    /// Of multilingual-e5-small.
    private static let western = ["es", "ca", "gl", "eu", "en", "pt", "fr", "de", "it"]

    /// Prints a line a language: false alarms of a model that is for it alone, for the nine of the
    /// embedded model or for English, and how often the language is reported where the model is for
    /// English, or for the nine, alone.
    @Test(.enabled(if: directory != nil)) func jobsOfManyLanguages() throws {
        let directory = try #require(Self.directory)
        let names = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
        for name in names where name.hasSuffix(".txt") {
            let code = String(name.dropLast(4))
            let texts = try String(contentsOfFile: directory + "/" + name, encoding: .utf8)
                .split(separator: "\n").map(String.init)
            var line = code.padding(toLength: 6, withPad: " ", startingAt: 0)
            for model in [[code], ["en"], Self.western] {
                var random = SplitMix(seed: 20)
                var told: [String: Int] = [:]
                for _ in 0..<Self.jobs {
                    var guess = try #require(LanguageGuess(for: model))
                    for _ in 0..<Self.textsOfAJob {
                        guess.add(texts[Int.random(in: texts.indices, using: &random)])
                    }
                    if let answer = guess.answer { told[answer.description, default: 0] += 1 }
                }
                let name = model == Self.western ? "nine" : model[0]
                let common = told.sorted { $0.value > $1.value }.prefix(3)
                    .map { "\($0.key) \($0.value)" }.joined(separator: ", ")
                line += "  for \(name): \(told.values.reduce(0, +)) (\(common))"
            }
            print(line)
        }
    }
}
