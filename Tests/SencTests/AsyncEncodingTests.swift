import Foundation
import Senc
import Synchronization
import TestSupport
import Testing

/// `encode` with `await`: the vectors of the one without, told of and cancelled on the way.
@Suite(.hangGuard) struct AsyncEncodingTests {
    private static let texts = (0..<300).map { index in
        (0...(index * 31 % 17)).map { "king \($0 % (index % 5 + 1))" }.joined(separator: " and ")
    }
    /// Calls the one that is not asynchronous, from wherever.
    private static func vectors(
        _ encoder: SentenceEncoder, _ texts: [String], _ options: EncodingOptions = .init()
    ) throws -> Embeddings {
        try encoder.encode(texts, options: options)
    }

    private static func encoder(threads: Int) throws -> SentenceEncoder {
        try SentenceEncoder(model: Goldens.path("tiny-bert"), threads: threads)
    }

    @Test(arguments: [1, 3], [0, 1, 300])
    func theVectorsAreTheSame(threads: Int, count: Int) async throws {
        let encoder = try Self.encoder(threads: threads)
        let texts = Array(Self.texts.prefix(count))
        #expect(try await encoder.encode(texts) == Self.vectors(encoder, texts))
    }

    @Test func optionsAndRolesCount() async throws {
        let encoder = try Self.encoder(threads: 2)
        let options = EncodingOptions(
            maximumTokens: 8, overflow: .chunk, prompt: "the ", truncateDimension: 5)
        let expected = try Self.vectors(encoder, Self.texts, options)
        #expect(try await encoder.encode(Self.texts, options: options) == expected)
        #expect(try await encoder.encodeQuery(Self.texts, options: options) == expected)
        #expect(try await encoder.encodeDocument(Self.texts, options: options) == expected)
        let model = TinyModel.copy()
        model.remove("config_sentence_transformers.json")
        model.write(
            #"{"prompts": {"query": "king ", "passage": "queen "}}"#,
            to: "config_sentence_transformers.json")
        let roles = try SentenceEncoder(model: model.path)
        let texts = ["and the", "of"]
        #expect(
            try await roles.encodeQuery(texts)
                == Self.vectors(roles, texts, EncodingOptions(prompt: "king ")))
        #expect(
            try await roles.encodeDocument(texts)
                == Self.vectors(roles, texts, EncodingOptions(prompt: "queen ")))
    }

    @Test func anErrorIsThatOfTheOther() async throws {
        let encoder = try Self.encoder(threads: 2)
        await #expect(throws: EncodingError.unknownPrompt(name: "none", known: ["query"])) {
            try await encoder.encode(["king"], options: EncodingOptions(promptName: "none"))
        }
    }

    @Test(arguments: [1, 3], [EncodingOptions.Overflow.truncate, .chunk])
    func progressGrowsFromNothingToAll(
        threads: Int, overflow: EncodingOptions.Overflow
    ) async throws {
        let encoder = try Self.encoder(threads: threads)
        let told = Mutex<[EncodingProgress]>([])
        // Half of the texts twice: their tokens are computed once.
        let texts = Self.texts + Self.texts.prefix(150)
        let options = EncodingOptions(maximumTokens: 24, overflow: overflow)
        let vectors = try await encoder.encode(texts, options: options) { progress in
            told.withLock { $0.append(progress) }
        }
        #expect(vectors.count == texts.count)
        let all = told.withLock { $0 }
        let (first, last) = (try #require(all.first), try #require(all.last))
        #expect(all.count > 2)
        #expect(first.completedTexts == 0 && first.completedTokens == 0 && first.fraction == 0)
        #expect(last.completedTexts == texts.count && last.completedTokens == last.totalTokens)
        #expect(last.fraction == 1)
        #expect(all.allSatisfy { $0.totalTexts == texts.count })
        #expect(all.allSatisfy { $0.totalTokens == first.totalTokens })
        #expect(first.totalTokens < vectors.tokenCounts.reduce(0, +))
        for (before, after) in zip(all, all.dropFirst()) {
            #expect(before.completedTokens < after.completedTokens)
            #expect(before.completedTexts <= after.completedTexts)
        }
    }

    @Test func noTextsAreAllThereAre() async throws {
        let told = Mutex<[EncodingProgress]>([])
        _ = try await Self.encoder(threads: 2).encode([]) { progress in
            told.withLock { $0.append(progress) }
        }
        #expect(told.withLock { $0.map(\.totalTexts) } == [0])
        #expect(told.withLock { $0.map(\.fraction) } == [1])
    }

    @Test func aCancelledTaskEncodesNothing() async throws {
        let encoder = try Self.encoder(threads: 2)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await encoder.encode(Self.texts) { _ in Issue.record("is told") }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    /// Encodes in a task that `progress` is given.
    private static func encode(
        threads: Int,
        progress: @escaping @Sendable (Task<Embeddings, any Error>?, EncodingProgress) -> Void
    ) async throws -> Embeddings {
        let encoder = try encoder(threads: threads)
        let own = Mutex<Task<Embeddings, any Error>?>(nil)
        let (known, knowing) = AsyncStream<Void>.makeStream()
        let task = Task {
            for await _ in known {}
            return try await encoder.encode(texts) { progress(own.withLock { $0 }, $0) }
        }
        own.withLock { $0 = task }
        knowing.finish()
        return try await task.value
    }

    /// With one thread nothing at all is computed after it; others end the batches they have begun.
    @Test(arguments: [1, 3], [0, 2])
    func theProgressMayCancel(threads: Int, afterBatches: Int) async throws {
        let calls = Atomic(0)
        await #expect(throws: CancellationError.self) {
            try await Self.encode(threads: threads) { task, _ in
                let count = calls.wrappingAdd(1, ordering: .relaxed).newValue
                if count == afterBatches + 1 { task?.cancel() }
            }
        }
        let most = afterBatches == 0 ? 1 : afterBatches + threads
        #expect((afterBatches + 1)...most ~= calls.load(ordering: .relaxed))
    }

    @Test func theProgressMayCancelAtTheVeryEnd() async throws {
        await #expect(throws: CancellationError.self) {
            try await Self.encode(threads: 2) { task, progress in
                if progress.fraction == 1 { task?.cancel() }
            }
        }
    }

    @Test func anotherTaskMayCancel() async throws {
        let encoder = try Self.encoder(threads: 1)
        let (reached, reaching) = AsyncStream<Void>.makeStream()
        let gate = DispatchSemaphore(value: 0)
        let calls = Atomic(0)
        let task = Task {
            try await encoder.encode(Self.texts) { progress in
                calls.wrappingAdd(1, ordering: .relaxed)
                guard progress.completedTokens > 0 else { return }
                reaching.finish()
                gate.wait()
            }
        }
        for await _ in reached {}
        task.cancel()
        gate.signal()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(calls.load(ordering: .relaxed) == 2)
    }

    /// More encoding tasks than threads on which tasks run, all held up: others go on.
    @Test func otherTasksRunMeanwhile() async throws {
        let encoder = try Self.encoder(threads: 200)
        let gate = DispatchSemaphore(value: 0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<150 {
                group.addTask {
                    _ = try await encoder.encode(["king"]) { progress in
                        if progress.completedTexts == 0 { gate.wait() }
                    }
                }
            }
            group.addTask { for _ in 0..<150 { gate.signal() } }
            try await group.waitForAll()
        }
    }
}

/// Vectors of texts that come one after the other.
@Suite(.hangGuard) struct EmbeddingSequenceTests {
    private struct Refusal: Error {}

    private let encoder: SentenceEncoder
    private static let texts = (0..<50).map { "the \($0 % 7) kings of \($0)" }

    init() throws {
        encoder = try SentenceEncoder(model: Goldens.path("tiny-bert"), threads: 2)
    }

    private func stream(
        _ texts: [String], failing: Bool = false
    ) -> AsyncThrowingStream<String, any Error> {
        AsyncThrowingStream { continuation in
            for text in texts { continuation.yield(text) }
            continuation.finish(throwing: failing ? Refusal() : nil)
        }
    }

    @Test(arguments: [-1, 1, 7, 50, 1000])
    func theVectorsAreTheSame(window: Int) async throws {
        var vectors: [Embedding] = []
        for try await vector in encoder.encode(stream(Self.texts), window: window) {
            vectors.append(vector)
        }
        #expect(try await vectors == Array(encoder.encode(Self.texts)))
    }

    @Test func noTextsGiveNoVectors() async throws {
        var iterator = encoder.encode(stream([])).makeAsyncIterator()
        #expect(try await iterator.next() == nil)
        #expect(try await iterator.next() == nil)
    }

    @Test func anErrorCountsFromTheFirstTextAndIsTheEnd() async throws {
        let texts = Self.texts + ["the king and the queen and the king and the queen"]
        let options = EncodingOptions(maximumTokens: 10, overflow: .error)
        var iterator = encoder.encode(stream(texts), options: options, window: 7)
            .makeAsyncIterator()
        for _ in 0..<49 { #expect(try await iterator.next() != nil) }
        do {
            _ = try await iterator.next()
            Issue.record("the text is encoded")
        } catch EncodingError.textTooLong(let text, _, let limit) {
            #expect(text == 50 && limit == 10)
        }
        #expect(try await iterator.next() == nil)
    }

    @Test func anErrorOfTheTextsIsThrown() async throws {
        await #expect(throws: Refusal.self) {
            for try await _ in encoder.encode(stream(Self.texts, failing: true), window: 20) {}
        }
    }
}
