import Foundation
import SencMath
import SencVectors
import TestSupport
import Testing

@testable import SencIVF

/// What faiss found in its indexes.
struct Answers: Decodable {
    let probes: Int
    let ids: [[Int]]
    /// Inner products, or squared distances.
    let scores: [[Float]]

    static func of(_ name: String) throws -> [Answers] {
        let all = try JSONDecoder().decode(
            [String: [Answers]].self, from: Data(Goldens.bytes("faiss/answers.json")))
        return try #require(all[name])
    }

    static func path(_ name: String) -> String { Goldens.path("faiss/\(name).faiss") }

    static func vectors() throws -> StoredVectors {
        try StoredVectors(NPYFile(path: Goldens.path("faiss/vectors.npy")))
    }

    static func queries() throws -> Matrix {
        try NPYFile(path: Goldens.path("faiss/queries.npy")).matrix()
    }

    /// Compares what was found with what faiss found.
    func expect(_ hits: [[Hit]], _ metric: FAISSMetric, _ comment: Comment) {
        #expect(hits.count == ids.count, comment)
        for (query, hits) in hits.enumerated() {
            // faiss fills up with -1.
            let ids = ids[query].filter { $0 >= 0 }
            #expect(hits.map(\.index) == ids, comment)
            for (hit, score) in zip(hits, scores[query]) {
                let expected = metric == .innerProduct ? score : -max(score, 0).squareRoot()
                #expect(abs(hit.score - expected) < 2e-6, comment)
            }
        }
    }
}

/// Vectors of length 1 in clusters.
func clustered(
    _ count: Int, _ dimension: Int, clusters: Int, spread: Float, seed: UInt64
) -> Matrix {
    var generator = SplitMix(seed: 99)
    let centers = (0..<clusters).map { _ in generator.floats(dimension, in: -1...1) }
    generator = SplitMix(seed: seed)
    var elements: [Float] = []
    for _ in 0..<count {
        let center = centers[Int.random(in: 0..<clusters, using: &generator)]
        let noise = generator.floats(dimension, in: -spread...spread)
        let vector = zip(center, noise).map { $0 + $1 }
        let length = Float(dotProduct(vector, vector).squareRoot())
        elements += vector.map { $0 / length }
    }
    return Matrix(rows: count, columns: dimension, elements: elements)
}
