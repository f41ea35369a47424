import Foundation
import Testing

/// CONTRIBUTING lists the files of `Sources`, folder by folder.
struct LayoutTests {
    private static let root = SourceFile.sources.deletingLastPathComponent()

    @Test func contributingListsTheFilesThatAreThere() throws {
        let text = try String(
            contentsOf: Self.root.appending(path: "CONTRIBUTING.md"), encoding: .utf8)
        let heading = try #require(text.range(of: "## File by file"))
        let block = try #require(text[heading.upperBound...].firstMatch(of: /```\n((?s:.*?))```/))
        let wanted = Self.layout(of: FileManager.default.subpaths(atPath: SourceFile.sources.path))
        #expect(String(block.1) == wanted, "the block under “File by file” should be:\n\(wanted)")
    }

    /// A line for each folder: its path, and its files without `.swift`.
    static func layout(of paths: [String]?) -> String {
        let files = (paths ?? []).map { $0.split(separator: "/").map(String.init) }.filter {
            guard let name = $0.last, let target = $0.first else { return false }
            // A catalogue of documentation is a folder, whatever its name looks like.
            return name.contains(".") && !name.hasSuffix(".docc") && !target.hasPrefix("C")
        }
        let folders = Dictionary(grouping: files) { $0.dropLast().joined(separator: "/") }
        return folders.sorted { $0.key < $1.key }.map { folder, files in
            let names = files.compactMap(\.last).map {
                $0.hasSuffix(".swift") ? String($0.dropLast(6)) : $0
            }
            return "\(folder): \(names.sorted().joined(separator: " "))\n"
        }.joined()
    }

    @Test func foldersAreListedWithTheirFiles() {
        let paths = [
            "B/Y.swift", "B", "B/B.docc", "B/B.docc/B.md", "A/In", "A/In/b.h", "A/In/X+Y.swift",
            "CZlib/shim.h",
        ]
        #expect(Self.layout(of: paths) == "A/In: X+Y b.h\nB: Y\nB/B.docc: B.md\n")
    }
}
