import SencFiles
import Testing

/// Paths are cut at the bytes that the system cuts them at.
struct PathTests {
    @Test(
        arguments: [
            ("a/b", "a", "b"), ("a/b/", "a", "b"), ("/a", "/", "a"), ("a", nil, "a"),
            ("a/\u{301}x", "a", "\u{301}x"), ("../\u{301}x/\u{20d2}", "../\u{301}x", "\u{20d2}"),
        ] as [(String, String?, String)])
    func partsOfAPath(path: String, parent: String?, last: String) {
        #expect(Path.parent(of: path).map { Array($0.utf8) } == parent.map { Array($0.utf8) })
        #expect(Array(Path.lastComponent(of: path).utf8) == Array(last.utf8))
    }

    @Test func aSlashBeforeACombiningMarkSeparates() {
        #expect("../\u{301}x.json".parts(between: "/").count == 2)
        #expect("a//b/".parts(between: "/") == ["a", "", "b", ""])
        #expect("a/\u{301}b".startsWithBytes(of: "a/"))
        #expect("a/\u{301}b".containsByte("/"))
        #expect(Path.join("a/", "\u{301}b") == "a/\u{301}b")
    }
}
