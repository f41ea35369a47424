import Foundation

/// This process's open files.
package enum Descriptors {
    private static let searched: Range<Int32> = 0..<65_536

    /// Another descriptor of a file or directory that is open, as a process that is being started
    /// has one; `nil` if it is not open.
    package static func copy(of path: String) -> Int32? {
        var wanted = stat()
        guard lstat(path, &wanted) == 0 else { return nil }
        for descriptor in searched {
            var status = stat()
            guard fstat(descriptor, &status) == 0, status.st_ino == wanted.st_ino,
                status.st_dev == wanted.st_dev
            else { continue }
            return dup(descriptor)
        }
        return nil
    }
}
