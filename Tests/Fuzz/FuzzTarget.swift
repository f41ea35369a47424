import Foundation
import SencFiles
import TestSupport

/// A parser under test: what libFuzzer makes up is read as a file of its kind. Seeds have the
/// target's name in `seeds.py`.
struct FuzzTarget: Sendable {
    let name: String
    /// Reads the bytes; throws what the parser throws.
    let read: @Sendable ([UInt8]) throws -> Void

    init(_ name: String, read: @escaping @Sendable ([UInt8]) throws -> Void) {
        (self.name, self.read) = (name, read)
    }

    /// A target whose parser reads a file.
    /// - Parameters:
    ///   - file: the name of the file, in a directory of its own.
    ///   - source: a directory whose other files stand beside it, from the repository's root.
    ///   - read: reads the file; gets its path and the directory's.
    init(
        _ name: String, file: String, beside source: String? = nil,
        read: @escaping @Sendable (_ file: String, _ directory: String) throws -> Void
    ) {
        self.init(name) { bytes in
            let scratch = Scratch.directory(for: name, linking: source)
            try read(scratch.write(bytes, to: file), scratch.path)
        }
    }

    static let all =
        weights + tokenizers + models + vectors + records + documents + states + tables
        + recommenders
}

/// Directories that the targets write their files to, one for each target and process.
enum Scratch {
    // libFuzzer calls from one thread.
    nonisolated(unsafe) private static var directories: [String: TemporaryDirectory] = [:]

    static func directory(
        for target: String, linking source: String? = nil
    ) -> TemporaryDirectory {
        if let directory = directories[target] { return directory }
        let directory = TemporaryDirectory()
        if let source {
            let root = Goldens.repository + "/" + source
            let names = FileManager.default.enumerator(atPath: root)?.allObjects as? [String] ?? []
            for name in names where Path.kind(of: root + "/" + name) == .file {
                directory.link(root + "/" + name, as: name)
            }
        }
        directories[target] = directory
        return directory
    }
}
