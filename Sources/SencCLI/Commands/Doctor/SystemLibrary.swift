import SencFiles
import SencMath

/// A library or program of the system's that senc uses when something needs it.
struct SystemLibrary {
    let name: String
    /// What does not work without it.
    let purpose: Message
    /// The package of Debian that has it.
    let package: String
    let isFound: Bool
    /// Whether something works only with it.
    var isNeeded = true

    /// All of them, looked for as they are when they are used.
    static func all() -> [SystemLibrary] {
        [
            SystemLibrary(
                name: "OpenBLAS", purpose: "--backend blas", package: "libopenblas0",
                isFound: BLAS.system != nil, isNeeded: false),
            SystemLibrary(
                name: "libcurl", purpose: "senc pull", package: "libcurl4",
                isFound: isLoadable(["libcurl.so.4", "libcurl-gnutls.so.4", "libcurl.4.dylib"])),
            SystemLibrary(
                name: "libcrypto", purpose: "faster checks of what senc pull fetches",
                package: "libssl3",
                isFound: isApple
                    || isLoadable(["libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.so"]),
                isNeeded: false),
            SystemLibrary(
                name: "libzstd", purpose: "files in zstd (.zst)", package: "libzstd1",
                isFound: isLoadable(["libzstd.so.1", "libzstd.1.dylib"])),
            SystemLibrary(
                name: "libbz2", purpose: "files in bzip2 (.bz2)", package: "libbz2-1.0",
                isFound: isLoadable(["libbz2.so.1.0", "libbz2.so.1", "libbz2.1.0.dylib"])),
            SystemLibrary(
                name: "liblzma", purpose: "files in xz (.xz)", package: "liblzma5",
                isFound: isLoadable(["liblzma.so.5", "liblzma.5.dylib"])),
            SystemLibrary(
                name: "libxml2", purpose: "text of HTML documents", package: "libxml2",
                isFound: isLoadable(["libxml2.so.2", "libxml2.so.16", "libxml2.2.dylib"])),
            SystemLibrary(
                name: "pdftotext", purpose: "text of PDF documents", package: "poppler-utils",
                isFound: isProgram("pdftotext")),
        ]
    }

    private static let isApple: Bool = {
        #if canImport(Darwin)
        true
        #else
        false
        #endif
    }()

    private static func isLoadable(_ names: [String]) -> Bool { DynamicLibrary(names) != nil }

    /// Whether a directory that `PATH` names has a file of a name.
    private static func isProgram(_ name: String) -> Bool {
        (Environment.value("PATH") ?? "").parts(between: ":").contains { directory in
            Path.kind(of: Path.join(String(directory), name)) == .file
        }
    }
}
