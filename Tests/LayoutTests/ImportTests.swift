import Testing

/// What differs by system, and what starts slowly, stands in few places.
struct ImportTests {
    private static let systemModules: Set<String> = ["Glibc", "Musl", "Darwin", "Android"]
    private static let foundation: Set<String> = ["Foundation", "FoundationEssentials"]

    @Test func theCLibraryIsImportedBySencFilesAlone() throws {
        let files = try SourceFile.all().filter { !$0.imports.isDisjoint(with: Self.systemModules) }
        #expect(!files.isEmpty)
        for file in files where file.target != "SencFiles" || file.folder != "System" {
            Issue.record("\(file.path) imports the C library; SencFiles/System is for that")
        }
    }

    @Test func foundationIsNotImported() throws {
        for file in try SourceFile.all() where !file.imports.isDisjoint(with: Self.foundation) {
            Issue.record("\(file.path) imports Foundation")
        }
    }

    @Test func importsAreFoundWhateverTheirAccess() {
        let file = SourceFile(
            path: "T/A.swift", text: "package import B\n// import C\n@_exported import D\nimport E")
        #expect(file.imports == ["B", "D", "E"])
    }
}
