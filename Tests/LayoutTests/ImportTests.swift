import Testing

/// What differs by system, and what starts slowly, stands in few places.
struct ImportTests {
    private static let systemModules: Set<String> = ["Glibc", "Musl", "Darwin", "MachO", "Android"]
    private static let foundation: Set<String> = ["Foundation", "FoundationEssentials"]

    @Test func theCLibraryIsImportedBySencFilesAlone() throws {
        let files = try SourceFile.all().filter { !$0.imports.isDisjoint(with: Self.systemModules) }
        #expect(!files.isEmpty)
        for file in files where file.target != "SencFiles" || file.folder != "System" {
            Issue.record("\(file.path) imports the C library; SencFiles/System is for that")
        }
    }

    /// Foundation's URLs and bundles are for packages that have them anyway.
    private static let withFoundation = "SencEmbeddedModel"

    @Test func foundationIsNotImported() throws {
        for file in try SourceFile.all()
        where file.target != Self.withFoundation
            && !file.imports.isDisjoint(with: Self.foundation)
        {
            Issue.record("\(file.path) imports Foundation")
        }
    }

    @Test func nothingHereNeedsTheTargetThatImportsFoundation() throws {
        for file in try SourceFile.all() where file.imports.contains(Self.withFoundation) {
            Issue.record("\(file.path) imports \(Self.withFoundation)")
        }
    }

    /// Who imports a product needs no other import for what its signatures name.
    @Test(arguments: [
        "Senc", "SencTokenizers", "SencWeights", "SencVectors", "SencAnalysis", "SencMaps",
    ])
    func productsExportWhatTheirSignaturesName(product: String) throws {
        let files = try SourceFile.all()
        func exported(by target: String) -> Set<String> {
            let own = files.first { $0.path == target + "/Exports.swift" }?.imports ?? []
            return own.union(own.flatMap(exported))
        }
        let named = files.filter { $0.target == product }.map(\.publicImports)
            .reduce(into: Set()) { $0.formUnion($1) }
        #expect(!named.isEmpty)
        #expect(named.subtracting(exported(by: product)) == [])
    }

    @Test func importsAreFoundWhateverTheirAccess() {
        let file = SourceFile(
            path: "T/A.swift",
            text: "package import B\n// import C\n@_exported import D\nimport E\npublic import F")
        #expect(file.imports == ["B", "D", "E", "F"])
        #expect(file.publicImports == ["F"])
    }
}
