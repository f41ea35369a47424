#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A library of the system's that is loaded when it is first needed, and stays loaded.
package struct DynamicLibrary {
    private let handle: UnsafeMutableRawPointer

    /// - Parameter names: files, the first of which that can be loaded is.
    package init?(_ names: [String]) {
        guard
            let handle = names.lazy.compactMap({ dlopen($0, RTLD_NOW | RTLD_LOCAL) }).first
        else { return nil }
        self.handle = handle
    }

    /// - Returns: `nil` if the library has no such function.
    package func function<Function>(_ name: String, _ type: Function.Type) -> Function? {
        dlsym(handle, name).map { unsafeBitCast($0, to: type) }
    }
}
