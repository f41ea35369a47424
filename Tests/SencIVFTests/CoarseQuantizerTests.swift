import SencMath
import TestSupport
import Testing

@testable import SencIVF

/// The lists that are closest to queries.
struct CoarseQuantizerTests {
    @Test(arguments: [FAISSMetric.innerProduct, .l2], [1, 3, 20])
    func listsAreFoundExactly(metric: FAISSMetric, number: Int) throws {
        var generator = SplitMix(seed: 1)
        let (count, dimension, wanted) = (700, 24, 9)
        // Bytes of such ranges tell little.
        var centroids = generator.floats(count * dimension, in: -1...1)
        for column in 0..<dimension { centroids[5 * dimension + column] *= 40 }
        centroids.replaceSubrange(0..<dimension, with: centroids[dimension..<(2 * dimension)])
        let elements = generator.floats(number * dimension, in: -1...1)
        let queries = FloatBuffer(count: elements.count)
        _ = queries.elements.update(from: elements)
        let all = Matrix(rows: count, columns: dimension, elements: centroids)
        let rows = Matrix(rows: number, columns: dimension, elements: elements)
        let lengths = (0..<number).map { Float(dotProduct(rows[$0], rows[$0]).squareRoot()) }
        let quantizer = CoarseQuantizer(centroids, dimension: dimension, metric: metric)
        // The first search has no bytes of the centroids, others have.
        for search in 0..<3 {
            let found = try quantizer.probes(
                wanted, of: queries, number: number, lengths: lengths, WorkerPool(threads: 2))
            for query in 0..<number {
                let expected = (0..<count).map { list in
                    let square = dotProduct(all[list], all[list]) / 2
                    let product = dotProduct(rows[query], all[list])
                    return (score: metric == .l2 ? product - square : product, list: list)
                }.sorted { (-$0.score, $0.list) < (-$1.score, $1.list) }.prefix(wanted)
                let lists = (0..<wanted).map { found.base[query * wanted + $0].index }
                #expect(lists == expected.map(\.list), "search \(search)")
            }
        }
    }
}
