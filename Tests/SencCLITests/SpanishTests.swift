import Foundation
import SencFiles
import TestSupport
import Testing

@testable import SencCLI

/// The tables hold every text of the sources, and nothing else.
@Suite struct SpanishTests {
    private static let sources: [MessageSource] = {
        let root = Goldens.repository + "/Sources/"
        let paths = FileManager.default.enumerator(atPath: root)?.allObjects as? [String] ?? []
        return paths.sorted().filter {
            $0.hasSuffix(".swift") && !$0.hasPrefix("SencCLI/Language/Spanish")
        }.map { path in
            let bytes = FileManager.default.contents(atPath: root + path) ?? Data()
            return MessageSource(path: path, bytes: [UInt8](bytes))
        }
    }()
    private static let texts = sources.flatMap(\.texts)
    private static let entries = Spanish.parts.flatMap(\.self)

    @Test func everyTextHasASpanishOne() {
        #expect(Self.texts.count > 1000)
        let missing = Self.texts.filter { Spanish.table[$0.key] == nil }
        #expect(missing.isEmpty, "\(missing.map { "\($0.place) \($0.key)" })")
    }

    /// What systems say aside, which is in no source.
    @Test func everySpanishTextIsOfATextOfTheSources() {
        let keys = Set((Self.texts.map(\.key) + Spanish.system.map(\.english)))
        let unused = Self.entries.map(\.english).filter { !keys.contains($0) }
        #expect(unused.isEmpty, "\(unused)")
    }

    @Test func noTextIsTranslatedTwice() {
        let counts = Dictionary(Self.entries.map { ($0.english, 1) }, uniquingKeysWith: +)
        let repeated = counts.filter { $0.value > 1 }.keys.sorted()
        #expect(repeated.isEmpty, "\(repeated)")
    }

    @Test func bothHaveTheSameValues() {
        for entry in Self.entries {
            #expect(Self.values(of: entry.english) == Self.values(of: entry.spanish), "\(entry)")
        }
        for text in Self.texts {
            #expect(text.valueCount <= 9, "\(text.place) has more values than there are digits")
        }
    }

    /// A count has a sentence for one of what it counts, wherever there may be one.
    @Test func countsHaveASingular() {
        let keys = Set(Self.texts.map { Self.withoutValues($0.key) })
        let counts = Self.texts.map(\.key).filter {
            // What has a 1 already is of one of something else.
            !Self.neverOne.contains($0) && !$0.contains(/\b1 [a-z]/)
        }
        #expect(counts.count > 500)
        for key in counts {
            for match in key.matches(of: Self.count) {
                let noun = String(match.output.noun)
                let singular = Self.irregular[noun] ?? String(noun.dropLast())
                let one = key.replacingCharacters(
                    in: match.range, with: "1 \(match.output.adjective)\(singular)")
                let sisters = [one, Self.withSingularVerb(one)].map(Self.withoutValues)
                #expect(sisters.contains(where: keys.contains), "\(key)")
            }
        }
    }

    private static var count: Regex<(Substring, adjective: Substring, noun: Substring)> {
        let adjectives = "more |blank |PDF |HTML |ill-formed |ill-formed UTF-8 "
        let nouns = """
            texts|records|groups|points|queries|rows|fields|columns|labels|ids|vectors|sequences|\
            files|components|dimensions|clusters|numbers
            """
        let pattern = "%[1-9] (?<adjective>(?:\(adjectives))?)(?<noun>\(nouns))\\b"
        // The expression is one of the test's own.
        // swift-format-ignore: NeverUseForceTry
        return try! Regex(pattern)
    }

    private static let irregular = ["queries": "query"]

    /// Limits, and what there are always several of.
    private static let neverOne: Set = [
        "%1 columns", "%1 labels from %2 texts (%3)", "%1 numbers, of %2 tokens at most",
        "%1 points (%2)", "%1 points in %2 groups (%3)", "map of %1 texts", "%1 texts/s",
        "a header of more than %1 columns", "has %1 dimensions", "has %1 rows, %2",
        "has %1 rows, not %2..<%3", "has over %1 ids in one token", "it lists over %1 files",
        "its dictionary has %1 entries for %2 words and %3 labels",
        "rows of %1 components are over the limit of %2",
        "there are %1 texts or labels for %2 points",
        // The value is a name.
        "the index has %1 vectors; build another one (%2)",
        """
        %1 files are read with the system's %2, which cannot be loaded; install it, or decompress \
        the file (%3)
        """,
    ]

    private static func withSingularVerb(_ text: String) -> String {
        [
            ("they were ", "it was "), (" were ", " was "), (" are ", " is "), (" have ", " has "),
            ("part of them", "part of it"), ("their bytes", "its bytes"),
        ].reduce(text) { $0.replacing($1.0, with: $1.1) }
    }

    private static func withoutValues(_ text: String) -> String {
        text.replacing(/%[1-9]/, with: "%")
    }

    /// What a user types is the same in both.
    @Test func bothHaveTheSameOptionsAndCommands() {
        for entry in Self.entries {
            #expect(Self.options(in: entry.english) == Self.options(in: entry.spanish), "\(entry)")
            #expect(
                Self.commands(in: entry.english) == Self.commands(in: entry.spanish), "\(entry)")
        }
    }

    /// A literal among the values of a text would stay in English.
    @Test func noValueIsALiteral() {
        let literals = Self.sources.flatMap(\.untranslatable)
        #expect(literals.isEmpty, "\(literals.map { "\($0.place) \($0.key)" })")
    }

    @Test func spacesAndLinesAtTheEndsAreKept() {
        for entry in Self.entries {
            for isEnd in [\String.first, \.last] {
                let (one, other) = (entry.english[keyPath: isEnd], entry.spanish[keyPath: isEnd])
                #expect((one?.isWhitespace == true) == (other?.isWhitespace == true), "\(entry)")
            }
        }
    }

    private static func values(of text: String) -> Set<Substring> {
        Set(text.matches(of: /%[1-9]/).map(\.output))
    }

    /// `--in FILE` as well as `--in=FILE`.
    private static func options(in text: String) -> [Substring] {
        text.matches(of: /--[a-z][a-z-]*/).map(\.output).sorted()
    }

    /// Lines of examples, up to a text in quotes, which may be in either language.
    private static func commands(in text: String) -> [Substring] {
        text.matches(of: /\n  [a-z| ]*senc [^"\n]*/).map(\.output).filter { !$0.isEmpty }
    }
}
