import Foundation
import Testing

/// The READMEs and the pages of `Documentation` in both languages. That what they say is true is
/// for Tests/Documentation: its scripts run the commands.
struct DocumentationTests {
    private static let root = SourceFile.sources.deletingLastPathComponent()

    /// Paths of pages below the repository's root.
    private static let pages: [String] = {
        let manager = FileManager.default
        let top = (try? manager.contentsOfDirectory(atPath: root.path)) ?? []
        let below = manager.subpaths(atPath: root.path + "/Documentation") ?? []
        return (top + below.map { "Documentation/" + $0 }).filter { $0.hasSuffix(".md") }.sorted()
    }()

    /// Spanish pages with their English sisters.
    private static let sisters: [(spanish: String, english: String)] = pages.compactMap { page in
        page.hasPrefix("Documentation/es/")
            ? (page, page.replacing("/es/", with: "/"))
            : page == "README.es.md" ? (page, "README.md") : nil
    }

    private static func page(_ path: String) throws -> MarkdownPage {
        MarkdownPage(try String(contentsOf: root.appending(path: path), encoding: .utf8))
    }

    @Test(arguments: ["README.md", "README.es.md"])
    func aReadmeHasAtMostAThousandWords(_ path: String) throws {
        let count = try Self.page(path).wordCount
        #expect(count > 500 && count <= 1000, "\(path) has \(count) words")
    }

    @Test func thereAreSisters() {
        #expect(Self.sisters.contains { $0.spanish == "README.es.md" })
        #expect(Self.sisters.contains { $0.spanish == "Documentation/es/command-line.md" })
    }

    @Test(arguments: sisters)
    func sistersHaveTheSameHeadingsAndCode(_ spanish: String, _ english: String) throws {
        for difference in Self.differences(try Self.page(spanish), try Self.page(english)) {
            Issue.record("\(spanish) and \(english): \(difference)")
        }
    }

    @Test func readmesLinkToTheSamePages() throws {
        // A Spanish page stands for its sister, as far as it has one.
        let links = try ["README.md", "README.es.md"].map { path in
            try Self.page(path).links.map {
                $0.replacing("Documentation/es/", with: "Documentation/")
            }
            .filter { !$0.hasPrefix("README") }.sorted()
        }
        #expect(links[0] == links[1] && links[0].count > 10)
    }

    @Test(arguments: sisters)
    func spanishPagesLinkToSpanishPages(_ spanish: String, _ english: String) throws {
        let known = Dictionary(uniqueKeysWithValues: Self.sisters.map { ($1, $0) })
        for link in try Self.page(spanish).links {
            guard let target = Self.target(of: link, from: spanish), target.path != english else {
                continue
            }
            let sister = known[target.path]
            #expect(
                sister == nil, "\(spanish) links to \(link), which is \(sister ?? "") in Spanish")
        }
    }

    @Test(arguments: pages)
    func everyLinkLeadsSomewhere(_ path: String) throws {
        for link in try Self.page(path).links {
            guard let target = Self.target(of: link, from: path) else { continue }
            let isThere = FileManager.default.fileExists(atPath: Self.root.path + "/" + target.path)
            #expect(isThere, "\(path) links to \(link), which is not there")
            if isThere, let anchor = target.anchor, target.path.hasSuffix(".md") {
                #expect(
                    try Self.page(target.path).anchors.contains(anchor),
                    "\(path) links to \(link), a heading that is not there")
            }
        }
    }

    @Test func whatSistersMayDifferInIsLittle() {
        let page = """
            # Title
            ```console
            $ senc search "x" a.txt --top 1    # a comment
             score  text
            0.9125  x
            ```
            ## More
            ```swift
            let x = 1  // one
            ```
            """
        func differs(_ old: String, _ new: String) -> Bool {
            let other = page.replacing(old, with: new)
            return !Self.differences(MarkdownPage(page), MarkdownPage(other)).isEmpty
        }
        #expect(!differs("a comment", "un comentario") && !differs("// one", "// uno"))
        #expect(!differs(" score  text", "puntuación  texto") && !differs("Title", "Título"))
        #expect(differs("--top 1", "--top 2") && differs("0.9125", "0.9126"))
        #expect(differs("let x", "var x") && differs("## More", "### More"))
        #expect(differs("## More\n", "") && differs("0.9125  x\n", "") && differs("swift", "text"))
    }

    @Test func anchorsAreThoseOfGitHub() {
        let page = MarkdownPage("# Who, me?\n## ¿Y en español?\n## `senc index`\n# Who, me?")
        #expect(page.anchors == ["who-me", "y-en-español", "senc-index", "who-me-1"])
    }

    @Test func linksAreThoseOfProse() {
        let page = MarkdownPage("[a](b.md#c) `[d](e)` ![f](g.png)\n```\n[h](i)\n```")
        #expect(page.links == ["b.md#c", "g.png"])
    }

    /// The file that a link leads to, below the root, and the heading in it; nil for other sites.
    private static func target(of link: String, from path: String) -> (
        path: String, anchor: String?
    )? {
        guard !link.contains("://"), !link.hasPrefix("mailto:") else { return nil }
        let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let anchor = parts.count > 1 ? parts[1].removingPercentEncoding : nil
        var folders = path.split(separator: "/").dropLast()
        guard !parts[0].isEmpty else { return (path, anchor) }
        for part in parts[0].split(separator: "/") where part != "." {
            if part == ".." { _ = folders.popLast() } else { folders.append(part) }
        }
        return (folders.joined(separator: "/"), anchor)
    }

    /// What differs in two pages that should say the same, in words.
    private static func differences(_ one: MarkdownPage, _ other: MarkdownPage) -> [String] {
        var differences: [String] = []
        for (first, second) in zip(one.headings, other.headings) where first.level != second.level {
            differences.append("levels of “\(first.title)” and “\(second.title)”")
        }
        for (first, second) in zip(one.blocks, other.blocks) where first.essence != second.essence {
            differences.append("code: \(first.essence) and \(second.essence)")
        }
        for (what, first, second) in [
            ("headings", one.headings.count, other.headings.count),
            ("code blocks", one.blocks.count, other.blocks.count),
        ] where first != second {
            differences.append("\(first) \(what) and \(second)")
        }
        return differences
    }
}
