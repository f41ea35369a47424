import Senc
import Synchronization
import TestSupport
import Testing

private struct Refusal: Error {}

@Suite struct EncodingStreamTests {
    private let encoder: SentenceEncoder
    private static let texts = (0..<300).map { index in
        (0...(index * 31 % 17)).map { "king \($0 % (index % 5 + 1))" }.joined(separator: " and ")
    }

    init() throws {
        encoder = try SentenceEncoder(model: Goldens.path("tiny-bert"), threads: 3)
    }

    /// Gives texts out in windows of a size.
    private func windows(_ size: Int) -> @Sendable () -> [String] {
        let position = Mutex(0)
        return {
            position.withLock { position in
                let window = Array(Self.texts.dropFirst(position).prefix(size))
                position += window.count
                return window
            }
        }
    }

    @Test(arguments: [1, 7, 100, 1000])
    func windowsGiveTheVectorsOfTheWholeInOrder(size: Int) throws {
        let expected = try encoder.encode(Self.texts)
        let received = Mutex<[Embedding]>([])
        try encoder.encode(windows: windows(size)) { embeddings in
            received.withLock { $0 += Array(embeddings) }
        }
        #expect(received.withLock { $0 } == Array(expected))
    }

    @Test func anErrorOfTheSourceEndsTheStream() {
        let next = windows(10)
        let count = Atomic(0)
        #expect(throws: Refusal.self) {
            try encoder.encode(
                windows: {
                    if count.wrappingAdd(1, ordering: .relaxed).newValue == 5 { throw Refusal() }
                    return next()
                }, consume: { _ in })
        }
    }

    @Test func anErrorOfTheConsumerEndsTheStream() {
        let calls = Atomic(0)
        #expect(throws: Refusal.self) {
            try encoder.encode(windows: windows(10)) { _ in
                calls.wrappingAdd(1, ordering: .relaxed)
                throw Refusal()
            }
        }
        #expect(calls.load(ordering: .relaxed) == 1)
    }

    @Test func aRefusedTextIsNumberedFromTheFirst() throws {
        let long = String(repeating: "king ", count: 100)
        let windows = Mutex([["a", "b"], ["c", long]])
        let tokens = try encoder.encode(long).untruncatedTokenCount
        #expect(throws: EncodingError.textTooLong(text: 3, tokens: tokens, limit: 48)) {
            try encoder.encode(
                windows: { windows.withLock { $0.isEmpty ? [] : $0.removeFirst() } },
                options: EncodingOptions(overflow: .error), consume: { _ in })
        }
    }
}
