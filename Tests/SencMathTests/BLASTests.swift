import SencMath
import TestSupport
import Testing

/// Which library is taken, where OpenBLAS stands for Accelerate: both have `cblas_sgemm`.
@Suite(.enabled(if: BLAS.system?.library == "OpenBLAS")) struct BLASLibraryTests {
    private static let openBLAS = ["libopenblas.so.0", "libopenblas.so"]

    @Test func theFirstLibraryThatIsThereIsTaken() throws {
        let blas = try #require(
            BLAS([.accelerate(["no such library"]), .openBLAS(Self.openBLAS)]))
        #expect(blas.library == "OpenBLAS" && blas.kernels == BLAS.system?.kernels)
        #expect(blas.name == "OpenBLAS \(try #require(blas.kernels))")
        #expect(BLAS([.accelerate(Self.openBLAS), .openBLAS([])])?.library == "Accelerate")
    }

    @Test func aLibraryWithoutWhatIsNeededIsSkipped() {
        let other = ["libm.so.6"]
        #expect(BLAS([.accelerate(other), .openBLAS(other)]) == nil)
        #expect(BLAS([.openBLAS(other + Self.openBLAS)])?.library == "OpenBLAS")
    }

    @Test func accelerateNeedsNoMoreThanProducts() throws {
        let blas = try #require(BLAS([.accelerate(Self.openBLAS)]))
        #expect(blas.name == "Accelerate" && blas.kernels == nil)
        let layer = Linear(
            parts: [StoredMatrix(rows: 2, columns: 3, elements: [1, 2, 3, 4, 5, 6])], bias: nil,
            backend: .blas(blas))
        #expect(layer.applied(to: [1, 0, -1, 2, 2, 2], rows: 2) == [-2, -2, 12, 30])
    }
}

/// OpenBLAS with the kernels that `OPENBLAS_CORETYPE` names, or those of its own choice.
@Suite(.enabled(if: BLAS.system != nil)) struct BLASTests {
    /// What makes an OpenBLAS kernel's tiles end early, in either direction.
    private static let depths = [1, 7, 8, 33, 127, 384, 769]
    private static let columns = [1, 2, 3, 8, 11, 12, 13, 24, 31, 64, 97, 385]

    @Test(arguments: depths)
    func equalRowsHaveEqualProductsWhereverTheyStand(depth: Int) throws {
        let backend = try #require(LoadedBackend(.blas))
        let rows = 101
        var random = SplitMix(seed: 6)
        for columns in Self.columns {
            let layer = Linear(
                parts: [
                    StoredMatrix(
                        rows: columns, columns: depth,
                        elements: random.floats(columns * depth, in: -1...1))
                ], bias: nil, backend: backend)
            // Every third row is the same; what stands between them is not.
            let same = random.floats(depth, in: -1...1)
            let x = (0..<rows).flatMap {
                $0 % 3 == 0 ? same : random.floats(depth, in: -100...100)
            }
            let alone = layer.applied(to: same, rows: 1).map(\.bitPattern)
            let products = layer.applied(to: x, rows: rows).map(\.bitPattern)
            for row in stride(from: 0, to: rows, by: 3) {
                #expect(
                    Array(products[(row * columns)..<((row + 1) * columns)]) == alone,
                    "row \(row) of \(columns) columns")
            }
        }
    }
}
