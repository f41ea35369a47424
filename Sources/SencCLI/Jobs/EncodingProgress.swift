import Senc
import SencFiles
import Synchronization

/// How far the encoding of texts has come, shown on a terminal: the texts whose vectors are
/// computed, and the part of the input that they are. Within a window, which is delivered as a
/// whole, they are counted by its tokens.
final class EncodingProgress: Sendable {
    private struct Window {
        let texts: Int
        /// Of the whole input.
        let span: Double
        /// Computed so far.
        var share = 0.0
    }

    private struct State {
        var bar: ProgressBar
        /// Windows that are not delivered, by the place of their first text.
        var windows: [Int: Window] = [:]
        var delivered = 0
        var read = 0
        var readFraction: Double
        /// In part of a text while its window is under way.
        var texts: Double
        var tokens = 0
        var fraction: Double
    }

    private let isShown = Terminal.isInteractive
    /// How many texts there are; `nil` if that is not known.
    private let total: Int?
    private let hasFraction: Bool
    private let state: Mutex<State>

    /// - Parameters:
    ///   - total: how many texts there are, if that is known.
    ///   - done: texts that were done before.
    ///   - fraction: of the input that they are; `nil` if that is not known.
    init(total: Int? = nil, done: Int = 0, fraction: Double? = nil) {
        self.total = total
        let fraction = total.map { Double(done) / Double(max($0, 1)) } ?? fraction
        hasFraction = fraction != nil
        state = Mutex(
            State(
                bar: ProgressBar(ProgressBar.State(texts: done, total: total, fraction: fraction)),
                readFraction: fraction ?? 0, texts: Double(done), fraction: fraction ?? 0))
    }

    /// A window was read.
    /// - Parameter fraction: of the input up to its end, if that is known.
    func read(_ texts: Int, upTo fraction: Double?) {
        guard isShown, texts > 0 else { return }
        state.withLock { state in
            let span =
                total.map { Double(texts) / Double(max($0, 1)) }
                ?? max((fraction ?? 0) - state.readFraction, 0)
            state.windows[state.read] = Window(texts: texts, span: span)
            state.read += texts
            state.readFraction += span
            draw(&state)
        }
    }

    func note(_ batch: EncodedBatch) {
        guard isShown else { return }
        state.withLock { state in
            state.tokens += batch.tokens
            advance(&state, window: batch.firstText, by: batch.share)
            draw(&state)
        }
    }

    /// The next window was delivered, some of which may have been known and not computed.
    func deliver(_ embeddings: Embeddings) {
        guard isShown else { return }
        state.withLock { state in
            advance(&state, window: state.delivered, by: 1)
            state.windows[state.delivered] = nil
            state.delivered += embeddings.count
            draw(&state)
        }
    }

    func finish() {
        state.withLock { $0.bar.finish() }
    }

    private func advance(_ state: inout State, window first: Int, by share: Double) {
        guard var window = state.windows[first] else { return }
        let step = min(share, 1 - window.share)
        window.share += step
        state.windows[first] = window
        state.texts += step * Double(window.texts)
        state.fraction += step * window.span
    }

    private func draw(_ state: inout State) {
        // Sums of parts are a little less than the whole.
        let texts = Int(state.texts + 1e-6)
        state.bar.update(
            ProgressBar.State(
                texts: texts, total: total, tokens: state.tokens,
                fraction: hasFraction ? state.fraction + 1e-9 : nil))
    }
}
