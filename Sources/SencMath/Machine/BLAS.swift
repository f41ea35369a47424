internal import COpenBLAS
internal import SencFiles

/// The system's library of matrix products: Accelerate on macOS, else OpenBLAS.
///
/// The library is loaded at the first use and not with the program: loading OpenBLAS starts threads
/// that spin on the other cores for a while, and its choice of kernels and threads, made while it is
/// loaded, can only be steered before.
package struct BLAS: Sendable {
    /// A library that may be there, by the files that it may be in.
    package enum Library: Sendable {
        case accelerate([String])
        case openBLAS([String])
    }

    /// What the library is called.
    package let library: String
    /// The library's name for the CPU whose kernels it uses; `nil` if it does not say.
    package let kernels: String?
    private let sgemm: openblas_sgemm_function
    private let setThreading: accelerate_set_threading_function?

    /// The library, with the name of its kernels.
    package var name: String { kernels.map { "\(library) \($0)" } ?? library }

    /// The system's library; `nil` if there is none.
    package static let system = BLAS(libraries)

    /// Those of this system, in the order in which they are tried.
    private static let libraries: [Library] = {
        #if os(Linux)
        [.openBLAS(["libopenblas.so.0", "libopenblas.so"])]
        #else
        // Accelerate is part of the system, but Apple has deprecated the names that are asked for.
        [
            .accelerate(["/System/Library/Frameworks/Accelerate.framework/Accelerate"]),
            .openBLAS([
                "/opt/homebrew/opt/openblas/lib/libopenblas.dylib",
                "/usr/local/opt/openblas/lib/libopenblas.dylib", "libopenblas.dylib",
            ]),
        ]
        #endif
    }()

    /// The first of some libraries that is there and has what is needed.
    package init?(_ libraries: [Library]) {
        let found = libraries.lazy.compactMap { library in
            switch library {
            case .accelerate(let files): BLAS(accelerate: files)
            case .openBLAS(let files): BLAS(openBLAS: files)
            }
        }
        guard let first = found.first else { return nil }
        self = first
    }

    private init?(accelerate files: [String]) {
        // Workers call it side by side, each for itself.
        Environment.set("VECLIB_MAXIMUM_THREADS", to: "1", replacing: false)
        guard let file = DynamicLibrary(files),
            let sgemm = file.function("cblas_sgemm", openblas_sgemm_function.self)
        else { return nil }
        (library, kernels, self.sgemm) = ("Accelerate", nil, sgemm)
        setThreading = file.function("BLASSetThreading", accelerate_set_threading_function.self)
    }

    private init?(openBLAS files: [String]) {
        // Workers call it side by side, each for itself.
        Environment.set("OPENBLAS_NUM_THREADS", to: "1", replacing: false)
        // On a CPU newer than itself it would take its AVX2 kernels, at half the speed.
        let core = "OPENBLAS_CORETYPE"
        let choosesCore = KernelFamily(named: "avx512") != nil && !Environment.isSet(core)
        if choosesCore { Environment.set(core, to: "SkylakeX", replacing: true) }
        defer { if choosesCore { Environment.remove(core) } }
        for name in files {
            guard let file = DynamicLibrary([name]),
                let sgemm = file.function("cblas_sgemm", openblas_sgemm_function.self),
                let setThreads = file.function(
                    "openblas_set_num_threads", openblas_set_num_threads_function.self),
                let getCoreName = file.function(
                    "openblas_get_corename", openblas_get_corename_function.self)
            else { continue }
            setThreads(1)
            (library, setThreading, self.sgemm) = ("OpenBLAS", nil, sgemm)
            kernels = getCoreName().map { String(cString: $0) }
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
        multiply(a, aStride, b, bStride, OPENBLAS_TRANSPOSE, rows, depth, columns, c, cStride)
    }

    /// c [rows, columns] = a [rows, depth] · b [depth, columns]
    func multiply(
        _ a: UnsafePointer<Float>, stride aStride: Int, by b: UnsafePointer<Float>,
        stride bStride: Int, rows: Int, depth: Int, columns: Int,
        to c: UnsafeMutablePointer<Float>, stride cStride: Int
    ) {
        multiply(a, aStride, b, bStride, OPENBLAS_NO_TRANSPOSE, rows, depth, columns, c, cStride)
    }

    private func multiply(
        _ a: UnsafePointer<Float>, _ aStride: Int, _ b: UnsafePointer<Float>, _ bStride: Int,
        _ form: Int, _ rows: Int, _ depth: Int, _ columns: Int, _ c: UnsafeMutablePointer<Float>,
        _ cStride: Int
    ) {
        // Accelerate keeps this for each thread by itself.
        _ = setThreading?(UInt32(ACCELERATE_SINGLE_THREADED))
        sgemm(
            Int32(OPENBLAS_ROW_MAJOR), Int32(OPENBLAS_NO_TRANSPOSE), Int32(form), Int32(rows),
            Int32(columns), Int32(depth), 1, a, Int32(aStride), b, Int32(bStride), 0, c,
            Int32(cStride))
    }
}
