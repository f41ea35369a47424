import Foundation
import SencFiles
import TestSupport
import Testing

/// Patterns by git's rules.
struct PathPatternTests {
    /// As git does: what a pattern of a list, the last that matches, says of a path's directories
    /// from the first down, and of the path.
    private func isIgnored(_ path: String, by patterns: [PathPattern]) -> Bool {
        let isDirectory = path.hasSuffix("/")
        let parts = path.utf8.split(separator: UInt8(ascii: "/")).map(Array.init)
        for count in 1...parts.count {
            let part = Array(parts[..<count].joined(separator: [UInt8(ascii: "/")]))
            let found = patterns.last {
                $0.matches(
                    path: part, name: parts[count - 1][...],
                    isDirectory: isDirectory || count < parts.count)
            }
            if let found, !found.isNegated { return true }
        }
        return false
    }

    @Test func patternsMatchWhatTheyMatchInGit() throws {
        let path =
            Environment.value("SENC_PATTERNS") ?? Goldens.path("patterns/ignored.json")
        let json = try JSON(path: path)
        let paths = try #require(json["paths"]?.elements).compactMap(\.string)
        let cases = try #require(json["cases"]?.elements)
        #expect(paths.count > 60 && cases.count > 300)
        for item in cases {
            let texts = try #require(item["patterns"]?.elements).compactMap(\.string)
            let patterns = texts.flatMap { $0.utf8.split(separator: 0x0A) }
                .compactMap { PathPattern(ignoreLine: $0) }
            let found = paths.filter { isIgnored($0, by: patterns) }
            let wanted = try #require(item["ignored"]?.elements).compactMap(\.int)
            #expect(found == wanted.map { paths[$0] }, "\(texts)")
        }
    }

    @Test func aPatternOfTheCommandLineMayBeginWithADot() {
        let pattern = PathPattern(argument: "./node_modules")
        let names: [[UInt8]] = [Array("node_modules".utf8), Array("a/node_modules".utf8)]
        #expect(
            names.map {
                pattern.matches(
                    path: $0, name: Array("node_modules".utf8)[...], isDirectory: true)
            } == [true, false])
        #expect(PathPattern(argument: "!./a").isNegated)
    }

    /// Such patterns take exponential time where each star is tried in turn.
    @Test func hostilePatternsTakeBoundedTime() {
        let clock = ContinuousClock()
        let path = Array(String(repeating: "a/", count: 2000).utf8) + Array("b".utf8)
        let time = clock.measure {
            for piece in ["**/a/", "*a*/**/", "[a-z]*/**/", "**/*/"] {
                let pattern = PathPattern(
                    argument: FileName(String(repeating: piece, count: 200) + "c"))
                #expect(!pattern.matches(path: path, name: path.suffix(1), isDirectory: false))
            }
        }
        #expect(time < .seconds(20))
    }
}
