import CZlib
import Foundation
package import Testing

/// A directory for the files of one test, gone with the object.
package final class TemporaryDirectory: Sendable {
    package let path: String

    package init() {
        path = NSTemporaryDirectory() + "senc-tests-" + UUID().uuidString
        attempt {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of a file in the directory.
    package func file(_ name: String) -> String { path + "/" + name }

    /// Writes a file, in place of what has the name, and returns its path.
    @discardableResult
    package func write(_ bytes: [UInt8], to name: String) -> String {
        makeWay(for: name)
        attempt { try Data(bytes).write(to: URL(fileURLWithPath: file(name))) }
        return file(name)
    }

    @discardableResult
    package func write(_ text: String, to name: String) -> String {
        write(Array(text.utf8), to: name)
    }

    /// Writes a file whose name need not be UTF-8.
    /// - Returns: whether the file system takes such names.
    package func write(_ text: String, toBytes name: [UInt8]) -> Bool {
        let path = (Array(file("").utf8) + name).map { CChar(bitPattern: $0) } + [0]
        guard let stream = fopen(path, "w") else { return false }
        defer { fclose(stream) }
        return fputs(text, stream) >= 0
    }

    /// Makes a symbolic link to a file, in place of what has the name.
    package func link(_ target: String, as name: String) {
        makeWay(for: name)
        attempt {
            try FileManager.default.createSymbolicLink(
                atPath: file(name), withDestinationPath: target)
        }
    }

    /// Makes a named pipe that nobody writes to.
    package func makePipe(_ name: String) {
        precondition(mkfifo(file(name), 0o600) == 0, "cannot make the pipe \(name)")
    }

    package func remove(_ name: String) {
        attempt { try FileManager.default.removeItem(atPath: file(name)) }
    }

    /// The bytes of a file. That it cannot be read fails the test, and gives no bytes.
    package func read(
        _ name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) -> [UInt8] {
        do {
            return try [UInt8](Data(contentsOf: URL(fileURLWithPath: file(name))))
        } catch {
            Issue.record("cannot read \(name): \(error)", sourceLocation: sourceLocation)
            return []
        }
    }

    /// Replaces some text of a file, which must have it, by other text.
    package func edit(_ name: String, replacing old: String, with new: String) {
        let text = String(decoding: read(name), as: UTF8.self)
        precondition(text.contains(old), "\(name) must have what is to be replaced")
        write(text.replacingOccurrences(of: old, with: new), to: name)
    }

    private func makeWay(for name: String) {
        let url = URL(fileURLWithPath: file(name))
        attempt {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        }
        try? FileManager.default.removeItem(at: url)
    }
}

extension TemporaryDirectory {
    /// Writes a gzip file of some bytes, and returns its path.
    @discardableResult
    package func writeGzip(_ bytes: [UInt8], to name: String) -> String {
        let path = write([], to: name)
        let file = gzopen(path, "wb6")
        precondition(file != nil, "cannot write \(path)")
        let written = bytes.withUnsafeBytes { gzwrite(file, $0.baseAddress, UInt32($0.count)) }
        precondition(Int(written) == bytes.count, "cannot write \(path)")
        gzclose(file)
        return path
    }
}

/// A failure to set up a test's files is no test result.
private func attempt<Result>(_ body: () throws -> Result) -> Result {
    do {
        return try body()
    } catch {
        preconditionFailure("cannot set up the test's files: \(error)")
    }
}
