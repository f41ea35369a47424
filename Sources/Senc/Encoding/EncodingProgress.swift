internal import SencMath
internal import Synchronization

/// How far the encoding of some texts is.
public struct EncodingProgress: Sendable, Equatable {
    /// Texts whose vectors are computed.
    public internal(set) var completedTexts = 0
    /// Texts that were given.
    public internal(set) var totalTexts = 0
    /// Tokens that are computed, special ones included; of texts with the same tokens once.
    public internal(set) var completedTokens = 0
    /// Tokens that are to be computed, counted alike.
    public internal(set) var totalTokens = 0

    /// The part of the work that is done, within 0...1.
    public var fraction: Double {
        totalTokens == 0 ? 1 : Double(completedTokens) / Double(totalTokens)
    }
}

/// Counts what is computed of a window, and has it told.
final class ProgressCounter: Sendable {
    private struct State: Sendable {
        var progress = EncodingProgress()
        /// For each text, how many of its sequences are not computed yet.
        var left: [Int] = []
    }

    private let window: EncodingWindow
    /// The texts that each sequence is part of.
    private let texts: [[Int]]
    private let state: Mutex<State>
    private let tell: @Sendable (EncodingProgress) -> Void

    /// Tells that nothing is computed yet.
    init(_ window: EncodingWindow, tell: @escaping @Sendable (EncodingProgress) -> Void) {
        var state = State()
        var texts = [[Int]](repeating: [], count: window.sequences.ids.count)
        for text in window.texts.indices {
            let own = window.sequences.indices(ofText: text)
            for sequence in own { texts[sequence].append(text) }
            state.left.append(own.count)
        }
        state.progress.completedTexts = state.left.count { $0 == 0 }
        state.progress.totalTexts = window.texts.count
        state.progress.totalTokens = window.batchTokens
        self.window = window
        self.texts = texts
        self.tell = tell
        self.state = Mutex(state)
        tell(state.progress)
    }

    /// - Parameter batch: sequences that are computed. What is told of them is told before it
    ///   returns, and one at a time, so that the numbers only grow.
    func complete(_ batch: [Int]) {
        state.withLock { state in
            for sequence in batch {
                state.progress.completedTokens += window.sequences.ids[sequence].count
                for text in texts[sequence] {
                    state.left[text] -= 1
                    if state.left[text] == 0 { state.progress.completedTexts += 1 }
                }
            }
            tell(state.progress)
        }
    }
}
