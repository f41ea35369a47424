import Foundation
import Testing

/// The README of each folder of `Sources` that is compiled says what its files import.
struct ReadmeTests {
    @Test func readmesNameWhatIsImported() throws {
        let targets = Dictionary(grouping: try SourceFile.all(), by: \.target)
        #expect(targets.count > 10)
        for (target, files) in targets {
            let imports = files.reduce(into: Set<String>()) { $0.formUnion($1.imports) }
            let readme = try String(
                contentsOf: SourceFile.sources.appending(path: "\(target)/README.md"),
                encoding: .utf8)
            #expect(
                Self.importsNamed(in: readme) == imports.filter(Self.isNamed),
                "Sources/\(target)/README.md names other imports than the sources have")
        }
    }

    @Test func namesAreThoseOfTheLineOfImports() {
        let readme = "# SencX\n\nUses `Other`.\n\n- **Imports** `SencA`, `CZ`.\n- **Tests**: `T`.\n"
        #expect(Self.importsNamed(in: readme) == ["SencA", "CZ"])
    }

    private static func importsNamed(in readme: String) -> Set<String> {
        let line = readme.split(separator: "\n").first { $0.hasPrefix("- **Imports** ") } ?? ""
        return Set(line.matches(of: /`(\w+)`/).map { String($0.1) })
    }

    /// Modules of the system and of the toolchain go without saying.
    private static func isNamed(_ module: String) -> Bool {
        module == "ArgumentParser"
            || module.wholeMatch(of: /Senc.*|C[A-Z].*/) != nil
                && module != "CryptoKit"
    }
}
