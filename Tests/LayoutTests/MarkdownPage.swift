import Foundation

/// A page of the documentation, as far as pages are compared with each other.
struct MarkdownPage {
    struct Heading {
        let level: Int
        let title: String
    }

    struct Block: Equatable {
        /// What stands after the backquotes: console, sh, swift …
        let language: String
        let lines: [String]
    }

    let text: String
    let headings: [Heading]
    /// Code blocks, but those that Tests/Documentation/command_line.py writes and checks.
    let blocks: [Block]
    /// What links and pictures lead to.
    let links: [String]

    static let generated = "<!-- Below is the program's own help"

    init(_ text: String) {
        self.text = text
        var headings: [Heading] = []
        var blocks: [Block] = []
        var prose: [Substring] = []
        var open: (language: String, lines: [String])?
        var isGenerated = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if let block = open {
                if line == "```" {
                    if !isGenerated {
                        blocks.append(Block(language: block.language, lines: block.lines))
                    }
                    open = nil
                } else {
                    open?.lines.append(String(line))
                }
            } else if line.hasPrefix("```") {
                open = (String(line.dropFirst(3)), [])
            } else if let found = line.wholeMatch(of: /(#+) +(.*)/) {
                headings.append(Heading(level: found.1.count, title: String(found.2)))
            } else {
                isGenerated = isGenerated || line.hasPrefix(Self.generated)
                prose.append(line)
            }
        }
        self.headings = headings
        self.blocks = blocks
        // What is between backquotes is no link.
        let visible = prose.joined(separator: "\n").replacing(/`[^`\n]*`/, with: "")
        links = visible.matches(of: /\]\(([^)\s]+)\)/).map { String($0.1) }
    }

    /// What `wc -w` counts.
    var wordCount: Int { text.split(whereSeparator: \.isWhitespace).count }

    /// The names that GitHub gives to headings, for links to them.
    var anchors: Set<String> {
        var counts: [String: Int] = [:]
        var anchors: Set<String> = []
        for heading in headings {
            let kept = heading.title.replacing(/\]\([^)]*\)/, with: "").lowercased().filter {
                $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_"
            }
            let name = kept.replacing(" ", with: "-")
            let count = counts[name, default: 0]
            anchors.insert(count == 0 ? name : "\(name)-\(count)")
            counts[name] = count + 1
        }
        return anchors
    }
}

extension MarkdownPage.Block {
    /// What must be the same in every language: of commands with what they print, the commands
    /// without comments, how many lines they print, and the numbers in these; of other code, all
    /// but comments.
    var essence: [String] {
        guard language == "console" || language == "text" else {
            return [language] + lines.map(Self.withoutComment(language))
        }
        var essence = [language]
        var numbers: [String] = []
        var outputs = 0
        var rest = lines[...]
        while let line = rest.popFirst() {
            guard line.hasPrefix("$ ") else {
                outputs += 1
                numbers += line.matches(of: /\d+(?:\.\d+)?/).map { String($0.0) }
                continue
            }
            var command = line
            let end = line.firstMatch(of: /<<-?\s*'?(\w+)/).map { "\n\($0.1)" }
            while command.hasSuffix("\\") || end.map({ !command.hasSuffix($0) }) == true,
                let next = rest.popFirst()
            {
                command += "\n" + next
            }
            essence.append(Self.withoutComment("sh")(command))
        }
        return essence + ["\(outputs) lines of output", numbers.sorted().joined(separator: " ")]
    }

    private static func withoutComment(_ language: String) -> (String) -> String {
        { line in
            language == "swift" || language == "c"
                ? line.replacing(/(?:^|\s+)\/\/.*$/, with: "")
                : line.replacing(/(?:^|\s+)#\s.*$/, with: "")
        }
    }
}
