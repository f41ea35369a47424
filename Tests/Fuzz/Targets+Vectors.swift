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
        FuzzTarget("calibration", file: "calibration.npy") { path, _ in
            _ = try Calibration(path: path)
        },
        FuzzTarget("vector-text", file: "vectors.jsonl") { path, _ in
            _ = try Matrix(vectorText: path)
        },
    ]
}
