import SencFiles
import Testing

/// Which of the names that there are may be meant.
@Suite struct NearestNameTests {
    @Test(arguments: [
        ("query", "query", 0), ("query", "QUERY", 0), ("qurey", "query", 1), ("quer", "query", 1),
        ("queery", "query", 1), ("qwery", "query", 1), ("", "abc", 3), ("abc", "", 3),
        ("ca", "abc", 3), ("kitten", "sitting", 3), ("ñ", "n", 2),
    ])
    func distancesAreOfOptimalAlignment(_ one: String, _ other: String, _ expected: Int) {
        #expect(NearestName.distance(one, other) == expected)
        #expect(NearestName.distance(other, one) == expected)
    }

    @Test func longNamesAreNotCompared() {
        let long = String(repeating: "x", count: 97)
        #expect(NearestName.distance(long, long) == nil)
        #expect(NearestName.distance(String(long.dropLast()), "x") == 95)
        #expect(NearestName.suggestion(for: long, among: ["x", "y"]) == nil)
    }

    @Test func onlyNearNamesAreSuggested() {
        let names = ["all-MiniLM-L6-v2", "all-MiniLM-L12-v2", "multilingual-e5-small"]
        func suggestion(_ name: String) -> String? {
            NearestName.suggestion(for: name, among: names)
        }
        #expect(suggestion("all-minilm-l6-v3") == names[0])
        #expect(suggestion("all-MiniLM-L12-v1") == names[1])
        #expect(suggestion("sentence-transformers/all-MiniLM-L12-v2") == names[1])
        #expect(suggestion("e5-small") == names[2])
        #expect(suggestion("bge") == nil && suggestion("") == nil)
        #expect(NearestName.suggestion(for: "x", among: []) == nil)
        #expect(NearestName.question("a\nb") == "; did you mean 'a\\u{a}b'?")
        #expect(NearestName.question(nil) == "")
    }
}
