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
