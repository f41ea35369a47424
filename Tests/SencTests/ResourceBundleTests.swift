import Foundation
import Senc
import TestSupport
import Testing

/// Where the models of a package's own resources are looked for.
@Suite struct ResourceBundleTests {
    /// As SwiftPM has it on Linux and on Darwin, Xcode, and an application of Xcode's.
    @Test(arguments: [
        ("senc_SencEmbeddedModel.resources", "program"),
        ("senc_SencEmbeddedModel.bundle", "program"),
        ("senc_SencEmbeddedModel.bundle/Contents/Resources", "program"),
        ("Resources/senc_SencEmbeddedModel.bundle/Contents/Resources", "MacOS/program"),
    ])
    func theBundleBesideTheProgramIsFound(bundle: String, program: String) throws {
        let files = TemporaryDirectory()
        try FileManager.default.createDirectory(
            atPath: files.file(bundle), withIntermediateDirectories: true)
        let directory = URL(filePath: files.file(program)).deletingLastPathComponent()
        #expect(
            ModelSearch.resourceBundles(of: directory.path(percentEncoded: false).trimmed)
                .first == files.file(bundle))
    }

    @Test func whatIsNoDirectoryIsLeftOut() throws {
        let files = TemporaryDirectory()
        files.write("a file", to: "senc_SencEmbeddedModel.resources")
        files.link(files.file("nowhere"), as: "senc_SencEmbeddedModel.bundle")
        #expect(ModelSearch.resourceBundles(of: files.path).isEmpty)
    }

    @Test func nothingElseIsLookedAt() {
        let files = TemporaryDirectory()
        #expect(ModelSearch.resourceBundles(of: files.path).isEmpty)
        #expect(ModelSearch.resourceBundles(of: "/").isEmpty)
    }
}

extension String {
    /// Without the slash at the end.
    fileprivate var trimmed: String { hasSuffix("/") ? String(dropLast()) : self }
}
