import Senc
import Synchronization

/// Says once a run that the model seems not to know a text's language.
final class FragmentationWarning: Sendable {
    private let isDone = Mutex(false)

    func note(_ embeddings: Embeddings) {
        guard embeddings.fragmentedCount > 0 else { return }
        isDone.withLock { isDone in
            guard !isDone else { return }
            isDone = true
            Terminal.show("")
            Terminal.report(
                "warning: the model's tokenizer breaks some of the texts into mostly unknown tokens "
                    + "or single characters; their language may be one that the model does not know"
            )
        }
    }
}
