import SencFiles
import SencHub
import SencInput
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

    /// All of them, as what uses them finds them.
    static func all() -> [SystemLibrary] {
        [
            SystemLibrary(
                name: BLAS.system?.library ?? "OpenBLAS", purpose: "--backend blas",
                package: "libopenblas0", isFound: BLAS.system != nil, isNeeded: false),
            SystemLibrary(
                name: "libcurl", purpose: "senc pull", package: "libcurl4",
                isFound: HubLibraries.hasCurl),
            SystemLibrary(
                name: "libcrypto", purpose: "senc pull", package: "libssl3",
                isFound: HubLibraries.hasHashes),
            SystemLibrary(
                name: Compression.zstd.library, purpose: "files in zstd (.zst)",
                package: "libzstd1", isFound: Compression.zstd.isReadable),
            SystemLibrary(
                name: Compression.bzip2.library, purpose: "files in bzip2 (.bz2)",
                package: "libbz2-1.0", isFound: Compression.bzip2.isReadable),
            SystemLibrary(
                name: Compression.xz.library, purpose: "files in xz (.xz)",
                package: "liblzma5", isFound: Compression.xz.isReadable),
            SystemLibrary(
                name: "libxml2", purpose: "text of HTML documents", package: "libxml2",
                isFound: DocumentKind.html.isReadable),
            SystemLibrary(
                name: "pdftotext", purpose: "text of PDF documents", package: "poppler-utils",
                isFound: DocumentKind.pdf.isReadable),
        ]
    }
}
