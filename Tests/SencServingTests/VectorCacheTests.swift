import Senc
import TestSupport
import Testing

@testable import SencServing

@Suite struct VectorCacheTests {
    private static func key(_ number: Int32, model: Int = 0) throws -> SequenceKey {
        let encoder = try SentenceEncoder(model: Goldens.path("tiny-bert"), threads: 1)
        let texts = try encoder.prepare([], options: EncodingOptions())
        return SequenceKey(model: model, pooling: texts.pooling, ids: [number])
    }

    @Test func bytesAreBounded() throws {
        let cache = VectorCache(bytes: 20_000)
        let first = try Self.key(0)
        for number in 0..<200 {
            let key = SequenceKey(model: 0, pooling: first.pooling, ids: [Int32(number)])
            cache.insert([Float](repeating: Float(number), count: 50), for: key)
            #expect(cache.vector(of: key)?.first == Float(number))
            #expect(cache.usedBytes <= 20_000)
        }
        #expect(cache.vector(of: first) == nil)
        #expect(cache.count > 20)
    }

    @Test func whatIsAskedForStays() throws {
        let cache = VectorCache(bytes: 20_000)
        let kept = try Self.key(-1)
        cache.insert([1], for: kept)
        for number in 0..<500 {
            let key = SequenceKey(model: 0, pooling: kept.pooling, ids: [Int32(number)])
            cache.insert([Float](repeating: 0, count: 50), for: key)
            #expect(cache.vector(of: kept) == [1])
        }
    }

    @Test func modelsAndSizesAreKeptApart() throws {
        let cache = VectorCache(bytes: 10_000)
        cache.insert([1], for: try Self.key(7))
        #expect(cache.vector(of: try Self.key(7, model: 1)) == nil)
        // Larger than half of the room.
        cache.insert([Float](repeating: 0, count: 2_000), for: try Self.key(8))
        #expect(cache.vector(of: try Self.key(8)) == nil)
        let none = VectorCache(bytes: 0)
        none.insert([1], for: try Self.key(7))
        #expect(none.vector(of: try Self.key(7)) == nil)
        #expect(none.count == 0)
    }
}
