internal import COpenBLAS
internal import SencFiles

/// The system's OpenBLAS.
///
/// The library is loaded at the first use and not with the program: loading starts threads that
/// spin on the other cores for a while, and its choice of kernels and threads, made while it is
/// loaded, can only be steered before.
package struct BLAS: Sendable {
    private let sgemm: openblas_sgemm_function
    /// OpenBLAS's name for the CPU whose kernels it uses.
    package let coreName: String

    /// The system's OpenBLAS; `nil` if there is none.
    package static let system = BLAS()

    private static let libraryNames: [String] = {
        #if os(Linux)
        ["libopenblas.so.0", "libopenblas.so"]
        #else
        [
            "/opt/homebrew/opt/openblas/lib/libopenblas.dylib",
            "/usr/local/opt/openblas/lib/libopenblas.dylib", "libopenblas.dylib",
        ]
        #endif
    }()

    private init?() {
        // Workers call it side by side, each for itself.
        Environment.set("OPENBLAS_NUM_THREADS", to: "1", replacing: false)
        // On a CPU newer than itself it would take its AVX2 kernels, at half the speed.
        let core = "OPENBLAS_CORETYPE"
        let choosesCore = KernelFamily(named: "avx512") != nil && !Environment.isSet(core)
        if choosesCore { Environment.set(core, to: "SkylakeX", replacing: true) }
        defer { if choosesCore { Environment.remove(core) } }
        for name in Self.libraryNames {
            guard let library = DynamicLibrary([name]),
                let sgemm = library.function("cblas_sgemm", openblas_sgemm_function.self),
                let setThreads = library.function(
                    "openblas_set_num_threads", openblas_set_num_threads_function.self),
                let getCoreName = library.function(
                    "openblas_get_corename", openblas_get_corename_function.self)
            else { continue }
            setThreads(1)
            self.sgemm = sgemm
            coreName = getCoreName().map { String(cString: $0) } ?? "unknown"
            return
        }
        return nil
    }

    /// c [rows, columns] = a [rows, depth] · b [columns, depth]ᵀ
    ///
    /// Strides are floats from one row to the next.
    func multiply(
        _ a: UnsafePointer<Float>, stride aStride: Int, byRowsOf b: UnsafePointer<Float>,
        stride bStride: Int, rows: Int, depth: Int, columns: Int,
        to c: UnsafeMutablePointer<Float>, stride cStride: Int
    ) {
        sgemm(
            Int32(OPENBLAS_ROW_MAJOR), Int32(OPENBLAS_NO_TRANSPOSE), Int32(OPENBLAS_TRANSPOSE),
            Int32(rows), Int32(columns), Int32(depth), 1, a, Int32(aStride), b, Int32(bStride), 0,
            c, Int32(cStride))
    }

    /// c [rows, columns] = a [rows, depth] · b [depth, columns]
    func multiply(
        _ a: UnsafePointer<Float>, stride aStride: Int, by b: UnsafePointer<Float>,
        stride bStride: Int, rows: Int, depth: Int, columns: Int,
        to c: UnsafeMutablePointer<Float>, stride cStride: Int
    ) {
        sgemm(
            Int32(OPENBLAS_ROW_MAJOR), Int32(OPENBLAS_NO_TRANSPOSE), Int32(OPENBLAS_NO_TRANSPOSE),
            Int32(rows), Int32(columns), Int32(depth), 1, a, Int32(aStride), b, Int32(bStride), 0,
            c, Int32(cStride))
    }
}
