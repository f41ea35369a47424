import Foundation
import SencAnalysis
import SencVectors
import TestSupport
import Testing

/// Questions and pairs of words, read and refused. What gensim makes of them is compared with the
/// program's figures (`EvaluateWordTests`).
struct WordTestTests {
    @Test func questionsAreFourWordsInSections() throws {
        let asked = try AnalogyQuestions(
            lines: [": one  two", "a b c d", "a b c", "", ": three", " a\tb  c d "], path: "q")
        #expect(asked.sections == ["one two", "three"])
        #expect(asked.questions.map(\.section) == [0, 1])
        #expect(asked.questions.allSatisfy { $0.words == ["a", "b", "c", "d"] })
        #expect(asked.invalidCount == 1)
        #expect(throws: WordTestError.noSection(line: 1, path: "q")) {
            try AnalogyQuestions(lines: ["a b c d"], path: "q")
        }
        #expect(throws: WordTestError.noQuestions(path: "q")) {
            try AnalogyQuestions(lines: [": one", "a b"], path: "q")
        }
    }

    @Test func pairsAreTwoWordsAndANumber() throws {
        let tested = try WordPairs(
            lines: ["# comment", "a\tb\t1.5", "a\tb", "a\tb\tnan", "c d\te\t 2 ", ""], path: "p")
        #expect(tested.pairs.map(\.score) == [1.5, 2])
        #expect(tested.pairs[1].first == "c d" && tested.invalidCount == 2)
        #expect(throws: WordTestError.noPairs(path: "p")) {
            try WordPairs(lines: ["a b 1"], path: "p")
        }
    }

    @Test func theFirstOfEqualWordsCounts() {
        let places = WordPlaces(["Rey", "rey", "niño", "otra"], limit: 3, foldsCase: true)
        #expect(places["REY"] == 0 && places[places.folded("NIÑO")] == 2 && places["OTRA"] == nil)
        #expect(WordPlaces(["Rey", "rey"], limit: 9, foldsCase: false)["rey"] == 1)
    }
}
