import SencFiles

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The names of what is in a directory; none if it cannot be read.
func entryNames(in directory: String) -> [String] {
    guard let stream = opendir(FileName(directory).cString) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
        names.append(
            withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            })
    }
    return names
}

/// Whether `path` leads to a directory.
func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(FileName(path).cString, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}
