import TestSupport

/// A model, and a directory with texts that indexes are made of.
protocol IndexFixture {
    var model: TemporaryDirectory { get }
    var files: TemporaryDirectory { get }
}

extension IndexFixture {
    static func texts() -> TemporaryDirectory {
        let files = TemporaryDirectory()
        files.write("the king\nand the queen\n\nrain\n", to: "t/a.md")
        files.write("la reina\n\nthe sea\n", to: "t/b/b.txt")
        files.write([0x89, 0x50, 0], to: "t/c.png")
        return files
    }

    func run(_ arguments: String...) async throws -> Program.Outcome {
        let usesModel = !["remove", "info"].contains(arguments[1])
        return try await Program.run(
            arguments + (usesModel ? ["--model", model.path] : []), in: files.path)
    }

    static func summary(files: Int, read: Int, gone: Int, encoded: Int) -> String {
        "senc: files: \(files), read: \(read), gone: \(gone); passages encoded: \(encoded)\n"
    }
}
