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
/// takes at once, the last block filled up with zeros. Threads are senc's own; OpenBLAS is told
/// to use the calling one.
package enum BLAS {
    /// A common multiple of the row tiles of OpenBLAS's kernels (4, 6, 8, 12, 16, 24).
    static let blockRows = 48

    /// c [rows, columns] = a [rows, depth] · b [columns, depth]ᵀ
    static func multiplyRows(
        _ a: UnsafePointer<Float>, rows: Int, depth: Int, by b: UnsafePointer<Float>,
        columns: Int, to c: UnsafeMutablePointer<Float>
    ) {
        _ = configured
        let wholeRows = rows / blockRows * blockRows
        for row in stride(from: 0, to: wholeRows, by: blockRows) {
            multiplyBlock(a + row * depth, depth, b, columns, c + row * columns)
        }
        let rest = rows - wholeRows
        guard rest > 0 else { return }
        withUnsafeTemporaryAllocation(of: Float.self, capacity: blockRows * (depth + columns)) {
            let input = UnsafeMutableBufferPointer(rebasing: $0[..<(blockRows * depth)])
            let output = UnsafeMutableBufferPointer(rebasing: $0[(blockRows * depth)...])
            input.initialize(repeating: 0)
            guard let inputBase = input.baseAddress, let outputBase = output.baseAddress else {
                return
            }
            inputBase.update(from: a + wholeRows * depth, count: rest * depth)
            multiplyBlock(inputBase, depth, b, columns, outputBase)
            (c + wholeRows * columns).update(from: outputBase, count: rest * columns)
        }
    }

    private static func multiplyBlock(
        _ a: UnsafePointer<Float>, _ depth: Int, _ b: UnsafePointer<Float>, _ columns: Int,
        _ c: UnsafeMutablePointer<Float>
    ) {
        cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasTrans, Int32(blockRows), Int32(columns),
            Int32(depth), 1, a, Int32(depth), b, Int32(depth), 0, c, Int32(columns))
    }

    /// OpenBLAS's name for the CPU whose kernels it uses.
    package static var coreName: String {
        _ = configured
        return String(cString: openblas_get_corename())
    }

    private static let configured: Void = {
        useWidestKernels()
        openblas_set_num_threads(1)
    }()

    /// OpenBLAS built for many CPUs takes its AVX2 kernels on a CPU newer than itself, at half the
    /// speed. Its choice is made when it is loaded, so it is told to choose again.
    private static func useWidestKernels() {
        guard KernelFamily(named: "avx512") != nil, getenv("OPENBLAS_CORETYPE") == nil,
            ["Haswell", "Zen"].contains(String(cString: openblas_get_corename())),
            let process = dlopen(nil, RTLD_NOW),
            let quit = dlsym(process, "gotoblas_dynamic_quit"),
            let start = dlsym(process, "gotoblas_dynamic_init")
        else { return }
        setenv("OPENBLAS_CORETYPE", "SkylakeX", 1)
        unsafeBitCast(quit, to: (@convention(c) () -> Void).self)()
        unsafeBitCast(start, to: (@convention(c) () -> Void).self)()
        unsetenv("OPENBLAS_CORETYPE")
    }
}
