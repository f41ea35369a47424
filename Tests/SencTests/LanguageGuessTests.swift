import Foundation
import Senc
import SencFiles
import TestSupport
import Testing

/// Whether a batch of texts is in a language that a model is not for.
@Suite struct LanguageGuessTests {
    /// Six plain sentences of each language, by its code.
    private static let sentences: [String: [String]] = {
        let lines = (try? Goldens.bytes("languages.txt")) ?? []
        return String(decoding: lines, as: UTF8.self).split(separator: "\n").reduce(into: [:]) {
            let parts = $1.split(separator: "\t").map(String.init)
            $0[parts[0], default: []].append(parts[1])
        }
    }()
    private static let western = ["es", "ca", "gl", "eu", "en", "pt", "fr", "de", "it"]

    private func answer(_ texts: [String], for model: [String]) throws -> LanguageGuess.Answer? {
        var guess = try #require(LanguageGuess(for: model))
        for text in texts { guess.add(text) }
        return guess.answer
    }

    @Test func everyLanguageIsToldToAModelOfAnother() throws {
        #expect(Self.sentences.count == 40)
        for (code, texts) in Self.sentences {
            for model in [["en"], ["ko"], Self.western] where !model.contains(code) {
                let answer = try answer(texts, for: model)
                // Hindi shares its letters with others, and has no list of words.
                if code == "hi" {
                    #expect(answer == .script("Devanagari"))
                } else if case .languages(let codes)? = answer {
                    #expect(codes.first == code, "\(code) for \(model): \(codes)")
                } else {
                    Issue.record("\(code) for \(model): \(String(describing: answer))")
                }
            }
        }
    }

    @Test func noModelIsToldItsOwnLanguage() throws {
        var random = SplitMix(seed: 3)
        for (code, texts) in Self.sentences {
            for model in [[code], ["en", code], Self.western + [code]] {
                for _ in 0..<10 {
                    let job = (0..<20).map { _ in texts.randomElement(using: &random) ?? "" }
                    #expect(try answer(job, for: model) == nil, "\(code) for \(model)")
                }
            }
        }
    }

    @Test(arguments: [
        ("few words", ["La lluvia golpea la ventana mientras duerme.", "El rey y la reina."]),
        ("names", (0..<30).map { "García Márquez \($0), Bogotá; José Núñez, Málaga" }),
        ("numbers", (0..<50).map { "\($0 * 7919), \($0 * 104_729)" }),
        ("nothing", [""]), ("no texts", []),
        (
            "code",
            (0..<40).map { "let x\($0) = (a[i] + b[j]) * c; if (de != la) { return se.en }" }
        ),
        ("signs", Array(repeating: "🙂 → ≤ ≠ § © 100 %", count: 40)),
    ])
    func whatIsNotClearTellsNothing(_ what: String, _ texts: [String]) throws {
        #expect(try answer(texts, for: ["en"]) == nil, "\(what)")
    }

    @Test func mixturesTellNothing() throws {
        let sentences = Self.sentences
        for code in ["es", "de", "ru", "ja", "fi", "nl"] {
            let (own, other) = (sentences["en"] ?? [], sentences[code] ?? [])
            let halves = zip(own, other).flatMap { [$0, $1] }
            #expect(try answer(halves, for: ["en"]) == nil, "\(code)")
            let within = zip(own, other).map { $0 + " " + $1 }
            #expect(try answer(within + own, for: ["en"]) == nil, "\(code)")
        }
    }

    @Test func cardsNameLanguagesInManyWays() throws {
        let texts = Self.sentences["es"] ?? []
        for model in [["spa"], ["es-MX"], ["spa_Latn"], ["ES"], ["en", "ast"], ["pt", "es"]] {
            #expect(try answer(texts, for: model) == nil, "\(model)")
        }
        for model in [[], ["multilingual"], ["en", "mul"], ["xx"]] {
            #expect(LanguageGuess(for: model) == nil, "\(model)")
        }
        // Of a language that is not known, its letters are not either.
        #expect(try answer(Self.sentences["he"] ?? [], for: ["en", "qqq"]) == nil)
        #expect(try answer(Self.sentences["he"] ?? [], for: ["en", "sw"]) != nil)
        #expect(try answer(Self.sentences["nb"] ?? [], for: ["no"]) == nil)
        #expect(try answer(Self.sentences["sr"] ?? [], for: ["mk"]) == nil)
    }

    @Test func onlyTheFirstTextsCount() throws {
        var guess = try #require(LanguageGuess(for: ["en"]))
        let texts = Self.sentences["es"] ?? []
        for index in 0..<LanguageGuess.maximumTexts { guess.add(texts[index % texts.count]) }
        #expect(guess.isFull)
        for _ in 0..<1_000 { guess.add("The rain and the sun are in the sky.") }
        #expect(guess.answer == .languages(["es"]))
    }

    @Test func wordsInDecomposedLettersAreTheSame() throws {
        let texts = (Self.sentences["vi"] ?? []).map { text in
            text.decomposedStringWithCanonicalMapping
        }
        let composed = Self.sentences["vi"] ?? []
        #expect(texts[0].unicodeScalars.count > composed[0].unicodeScalars.count)
        #expect(try answer(texts, for: ["en"]) == .languages(["vi"]))
    }
}
