internal import COpenBLAS

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Products on OpenBLAS that do not change with the number of rows.
///
/// OpenBLAS picks its kernel by the shapes of a call, and its kernels round differently. So every
/// call has the same number of rows: `blockRows` of them, a multiple of what any of its kernels
/// takes at once, the last block filled up with zeros.
///
/// The library is loaded at the first use and not with the program: loading starts threads that
/// spin on the other cores for a while, and its choice of kernels and threads, made while it is
/// loaded, can only be steered before.
package struct BLAS: Sendable {
    /// A common multiple of the row tiles of OpenBLAS's kernels (4, 6, 8, 12, 16, 24).
    static let blockRows = 48

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
        setenv("OPENBLAS_NUM_THREADS", "1", 0)
        // On a CPU newer than itself it would take its AVX2 kernels, at half the speed.
        let choosesCore = KernelFamily(named: "avx512") != nil && getenv("OPENBLAS_CORETYPE") == nil
        if choosesCore { setenv("OPENBLAS_CORETYPE", "SkylakeX", 1) }
        defer { if choosesCore { unsetenv("OPENBLAS_CORETYPE") } }
        for name in Self.libraryNames {
            guard let library = dlopen(name, RTLD_NOW | RTLD_LOCAL) else { continue }
            guard let sgemm = dlsym(library, "cblas_sgemm"),
                let setThreads = dlsym(library, "openblas_set_num_threads"),
                let getCoreName = dlsym(library, "openblas_get_corename")
            else { continue }
            unsafeBitCast(setThreads, to: openblas_set_num_threads_function.self)(1)
            let core = unsafeBitCast(getCoreName, to: openblas_get_corename_function.self)()
            self.sgemm = unsafeBitCast(sgemm, to: openblas_sgemm_function.self)
            coreName = core.map { String(cString: $0) } ?? "unknown"
            return
        }
        return nil
    }

    /// c [rows, columns] = a [rows, depth] · b [columns, depth]ᵀ
    func multiplyRows(
        _ a: UnsafePointer<Float>, rows: Int, depth: Int, by b: UnsafePointer<Float>,
        columns: Int, to c: UnsafeMutablePointer<Float>
    ) {
        let blockRows = Self.blockRows
        let wholeRows = rows / blockRows * blockRows
        for row in stride(from: 0, to: wholeRows, by: blockRows) {
            multiplyBlock(a + row * depth, depth, b, columns, c + row * columns)
        }
        let rest = rows - wholeRows
        guard rest > 0 else { return }
        withUnsafeTemporaryAllocation(of: Float.self, capacity: blockRows * (depth + columns)) {
            guard let input = $0.baseAddress else { return }
            let output = input + blockRows * depth
            input.initialize(repeating: 0, count: blockRows * depth)
            input.update(from: a + wholeRows * depth, count: rest * depth)
            multiplyBlock(input, depth, b, columns, output)
            (c + wholeRows * columns).update(from: output, count: rest * columns)
        }
    }

    private func multiplyBlock(
        _ a: UnsafePointer<Float>, _ depth: Int, _ b: UnsafePointer<Float>, _ columns: Int,
        _ c: UnsafeMutablePointer<Float>
    ) {
        sgemm(
            Int32(OPENBLAS_ROW_MAJOR), Int32(OPENBLAS_NO_TRANSPOSE), Int32(OPENBLAS_TRANSPOSE),
            Int32(Self.blockRows), Int32(columns), Int32(depth), 1, a, Int32(depth), b,
            Int32(depth), 0, c, Int32(columns))
    }
}
