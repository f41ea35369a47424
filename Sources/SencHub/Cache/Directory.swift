internal import SencFiles

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

enum Directory {
    /// Makes a directory and those above it, as far as they are not there.
    static func make(_ path: String) throws(FileError) {
        if mkdir(path, 0o777) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let parent = Path.parent(of: path) else { throw .writing(path) }
        try make(parent)
        guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw .writing(path) }
    }
}
