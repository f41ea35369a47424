import SencIVF
import SencMath
import SencVectors

extension FuzzTarget {
    static let vectors = [
        FuzzTarget("npy", file: "a.npy") { path, _ in
            let file = try NPYFile(path: path)
            _ = file.matrix()
            let vectors = try StoredVectors(file)
            if vectors.count > 0, vectors.dimension > 0 { _ = vectors[0] }
        },
        FuzzTarget("npz", file: "a.npz") { path, _ in
            let archive = try NPZFile(path: path)
            for name in archive.names { _ = try archive.array(named: name).matrix() }
        },
        FuzzTarget("faiss", file: "a.faiss") { path, _ in
            if let vectors = try? FlatIndex(path: path).vectors {
                if vectors.count > 0 { _ = vectors[0] }
                return
            }
            let index = try InvertedIndex(path: path)
            guard index.dimension <= 1 << 16 else { return }
            let query = Matrix(
                rows: 1, columns: index.dimension,
                elements: [Float](repeating: 0.5, count: index.dimension))
            _ = try index.nearest(3, to: query, probes: 8, threads: 1)
        },
        FuzzTarget("calibration", file: "calibration.npy") { path, _ in
            _ = try Calibration(path: path)
        },
        FuzzTarget("vector-text", file: "vectors.jsonl") { path, _ in
            _ = try Matrix(vectorText: path)
        },
    ]
}
