import Senc
import SencFiles
import Synchronization

/// Says, once a run at most, that texts seem to be in a language that the model does not know: by
/// what the model's card says, or by what its tokenizer makes of them.
final class TextWarnings: Sendable {
    private struct State {
        /// What is known of the first texts' language; `nil` for a model of any language, and when
        /// all has been said.
        var guess: LanguageGuess?
        var isFragmented = false
        var isDone = false
    }

    /// Whether any of a run's jobs said so.
    private static let isSaid = Mutex(false)
    /// Languages of a model that are named.
    private static let namedLanguages = 3

    private let model: String
    private let languages: [String]
    private let state: Mutex<State>

    init(_ encoder: SentenceEncoder) {
        model = encoder.name
        languages = encoder.languages
        state = Mutex(State(guess: LanguageGuess(for: languages)))
    }

    /// Looks at texts that are about to be encoded, in their order.
    func note(_ texts: [String]) {
        state.withLock { state in
            guard !state.isDone, var guess = state.guess else { return }
            state.guess = nil
            for text in texts where !guess.isFull { guess.add(text) }
            state.guess = guess
            if guess.isFull { conclude(&state) }
        }
    }

    func note(_ embeddings: Embeddings) {
        guard embeddings.fragmentedCount > 0 else { return }
        state.withLock { state in
            state.isFragmented = true
            // The language, if it can be told, tells more.
            if state.guess == nil { conclude(&state) }
        }
    }

    /// Says of few texts what there is to say.
    func finish() {
        state.withLock { conclude(&$0) }
    }

    private func conclude(_ state: inout State) {
        guard !state.isDone else { return }
        let answer = state.guess?.answer
        state.guess = nil
        guard answer != nil || state.isFragmented else { return }
        state.isDone = true
        let isFirst = Self.isSaid.withLock { isSaid in
            defer { isSaid = true }
            return !isSaid
        }
        guard isFirst else { return }
        Terminal.show("")
        Terminal.report("warning: \(answer.map(foreign) ?? Self.fragmented)")
    }

    private func foreign(_ answer: LanguageGuess.Answer) -> Message {
        let names = LanguageGuess.names(of: languages)
        let own: Message =
            names.count <= Self.namedLanguages
            ? names.dropFirst().reduce(names[0]) { "\($0) and \($1)" }
            : "\(names.count) other languages"
        return
            """
            the texts seem to be in \(answer); \(model.onOneLine()) is for \(own) \
            ('senc models' lists others)
            """
    }

    private static let fragmented: Message =
        """
        the model's tokenizer breaks some of the texts into mostly unknown tokens or single \
        characters; their language may be one that the model does not know
        """
}
