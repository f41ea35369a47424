import Foundation
import TestSupport

/// The goldens' adapters, and directories with one over its base that a test may change.
enum AdapterFiles {
    static func golden(_ name: String) -> String { Goldens.path("adapters/" + name) }

    /// A directory with the golden BERT as `base` and an adapter over it as `adapter`.
    static func place(_ name: String = "bert-biases") -> TemporaryDirectory {
        let directory = TemporaryDirectory()
        link(Goldens.path("families/bert"), to: directory, as: "base")
        link(golden(name), to: directory, as: "adapter")
        if name.hasPrefix("bert") {
            directory.edit(
                "adapter/adapter_config.json", replacing: "../../families/bert", with: "../base")
        }
        return directory
    }

    private static func link(_ source: String, to directory: TemporaryDirectory, as name: String) {
        let manager = FileManager.default
        let names = manager.enumerator(atPath: source)?.allObjects as? [String] ?? []
        for file in names {
            var isDirectory: ObjCBool = false
            _ = manager.fileExists(atPath: source + "/" + file, isDirectory: &isDirectory)
            if !isDirectory.boolValue { directory.link(source + "/" + file, as: "\(name)/\(file)") }
        }
    }
}
