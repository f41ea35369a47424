import Senc
import Synchronization
import TestSupport
import Testing

@testable import SencServing

@Suite struct EncodingQueueTests {
    private static func encoder() throws -> SentenceEncoder {
        try SentenceEncoder(model: Goldens.path("tiny-bert"), threads: 2)
    }

    private static func queue(
        _ encoder: SentenceEncoder, threads: Int = 2, tokens: Int = 1 << 20, cacheBytes: Int = 0
    ) -> EncodingQueue {
        EncodingQueue(
            encoders: [encoder], threads: threads, maximumTokens: tokens, cacheBytes: cacheBytes,
            figures: ServerFigures())
    }

    private static func texts(_ count: Int, seed: UInt64) -> [String] {
        RandomTexts.texts(count, length: 0..<40, seed: seed)
    }

    private static func all(_ encoded: EncodedTexts) async throws -> [[Float]] {
        try await encoded.all().flatMap { vectors in
            (0..<vectors.count).map { Array(vectors.matrix[$0]) }
        }
    }

    private static func expectEqual(
        _ found: [[Float]], _ texts: [String], by encoder: SentenceEncoder,
        _ options: EncodingOptions, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let expected = try encoder.encode(texts, options: options)
        #expect(found.count == texts.count, sourceLocation: sourceLocation)
        for (row, vector) in found.enumerated() {
            #expect(
                vector.map(\.bitPattern) == expected.matrix[row].map(\.bitPattern),
                sourceLocation: sourceLocation)
        }
    }

    @Test(arguments: [0, 1 << 20])
    func bitsAreThoseOfTheEncoder(cacheBytes: Int) async throws {
        let encoder = try Self.encoder()
        let queue = Self.queue(encoder, cacheBytes: cacheBytes)
        queue.start()
        defer { queue.stop() }
        let choices = [
            EncodingOptions(), EncodingOptions(promptName: "query"),
            EncodingOptions(normalization: .never),
            EncodingOptions(truncateDimension: 5, normalization: .always),
            EncodingOptions(maximumTokens: 8, overflow: .chunk),
        ]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<32 {
                group.addTask {
                    let options = choices[number % choices.count]
                    let count = number % 8 == 0 ? 700 : number % 5 + 1
                    let texts = Self.texts(count, seed: UInt64(number % 7))
                    let encoded = try queue.submit(texts, model: 0, options: options)
                    try Self.expectEqual(
                        await Self.all(encoded), texts, by: encoder, options)
                }
            }
            try await group.waitForAll()
        }
        #expect(queue.load == QueueLoad())
        #expect(queue.state.withLock { $0.claims.isEmpty })
    }

    @Test func equalTextsAreComputedOnce() async throws {
        let encoder = try Self.encoder()
        // One thread makes the tokens of both before it computes; not started yet, so that both are
        // in line.
        let queue = Self.queue(encoder, threads: 1)
        let texts = Array(Set(Self.texts(300, seed: 4))).sorted()
        let first = try queue.submit(texts, model: 0, options: EncodingOptions())
        let second = try queue.submit(texts.reversed(), model: 0, options: EncodingOptions())
        queue.start()
        defer { queue.stop() }
        let (one, other) = try await (Self.all(first), Self.all(second))
        #expect(one == other.reversed())
        let distinct = try Set(encoder.tokenize(texts, options: EncodingOptions()).map(\.sequences))
        let batches = queue.figures.state.withLock(\.batchSizes)
        #expect(Int(batches.sum) == distinct.count)
    }

    @Test func aTextDoesNotWaitBehindALongRequest() async throws {
        let encoder = try Self.encoder()
        let queue = Self.queue(encoder)
        let long = try queue.submit(
            Self.texts(20_000, seed: 1), model: 0, options: EncodingOptions())
        let short = try queue.submit(["the rain"], model: 0, options: EncodingOptions())
        queue.start()
        defer { queue.stop() }
        _ = try await (short.all(), long.all())
        // By the clocks of the threads that computed them.
        let (first, last) = (short.times, long.times)
        let (own, whole) = try (
            #require(first.completed) - first.queued, #require(last.completed) - last.queued
        )
        #expect(own * 2 < whole)
        #expect(queue.load == QueueLoad())
    }

    @Test func requestsAreInOrOut() async throws {
        let encoder = try Self.encoder()
        let queue = Self.queue(encoder, tokens: 1_000)
        // Of any size, for nothing waits.
        let first = try queue.submit(
            Self.texts(400, seed: 2), model: 0, options: EncodingOptions())
        #expect(throws: QueueError.full(retryAfter: 1)) {
            try queue.submit(["the rain"], model: 0, options: EncodingOptions())
        }
        #expect(queue.secondsUntilRoom() == 1)
        await #expect(throws: QueueError.full(retryAfter: 1)) {
            try await queue.run(tokens: 1) { 0 }
        }
        queue.start()
        defer { queue.stop() }
        _ = try await first.all()
        #expect(queue.secondsUntilRoom() == nil)
        _ = try await queue.submit(["the rain"], model: 0, options: EncodingOptions()).all()
        #expect(try await queue.run(tokens: 1) { 5 } == 5)
    }

    @Test func whatIsCancelledIsDropped() async throws {
        let encoder = try Self.encoder()
        let queue = Self.queue(encoder)
        let left = try queue.submit(
            Self.texts(3_000, seed: 3), model: 0, options: EncodingOptions())
        let kept = try queue.submit(
            Self.texts(3_000, seed: 3).suffix(5), model: 0, options: EncodingOptions())
        let task = Task { try await left.all() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        queue.start()
        defer { queue.stop() }
        try Self.expectEqual(
            await Self.all(kept), kept.texts, by: encoder, EncodingOptions())
        #expect(queue.load == QueueLoad())
        #expect(queue.state.withLock { $0.claims.isEmpty })
        #expect(queue.figures.state.withLock(\.batchSizes).sum <= 5)
    }

    @Test func cancelledWhileItIsComputed() async throws {
        let encoder = try Self.encoder()
        let queue = Self.queue(encoder)
        queue.start()
        for seed in 0..<20 {
            let texts = Self.texts(600, seed: UInt64(seed))
            let gone = try queue.submit(texts, model: 0, options: EncodingOptions())
            let kept = try queue.submit(texts, model: 0, options: EncodingOptions())
            let task = Task { try await gone.all() }
            // Others have their turn first, now more, now less.
            for _ in 0..<seed { await Task.yield() }
            task.cancel()
            _ = await task.result
            #expect(try await Self.all(kept).count == texts.count)
        }
        queue.stop()
        #expect(queue.load == QueueLoad())
        #expect(queue.state.withLock { $0.claims.isEmpty })
    }

    @Test func theErrorOfTheFirstTextIsTold() async throws {
        let encoder = try Self.encoder()
        let queue = Self.queue(encoder)
        queue.start()
        defer { queue.stop() }
        var texts = [String](repeating: "rain", count: 500)
        texts[130] = String(repeating: "rain ", count: 30)
        texts[400] = texts[130]
        let encoded = try queue.submit(
            texts, model: 0, options: EncodingOptions(maximumTokens: 10, overflow: .error))
        await #expect(
            throws: EncodingError.textTooLong(text: 130, tokens: 32, limit: 10)
        ) { try await encoded.all() }
        #expect(queue.load == QueueLoad())
    }

    @Test func whatWaitsAtTheEndIsToldSo() async throws {
        let encoder = try Self.encoder()
        let queue = Self.queue(encoder)
        let waiting = try queue.submit(["rain"], model: 0, options: EncodingOptions())
        queue.stop()
        await #expect(throws: QueueError.closed) { try await waiting.all() }
        #expect(throws: QueueError.closed) {
            try queue.submit(["rain"], model: 0, options: EncodingOptions())
        }
    }
}
