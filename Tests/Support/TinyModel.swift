import Foundation

/// The tiny BERT of the goldens as a directory that a test may change.
package enum TinyModel {
    /// A directory with links to the model's files.
    package static func copy() -> TemporaryDirectory {
        let directory = TemporaryDirectory()
        let source = Goldens.path("tiny-bert")
        let names = FileManager.default.enumerator(atPath: source)?.allObjects as? [String] ?? []
        for name in names where !name.hasSuffix("1_Pooling") {
            directory.link(source + "/" + name, as: name)
        }
        return directory
    }
}
