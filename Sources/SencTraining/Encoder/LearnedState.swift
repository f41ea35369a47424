internal import SencMath

/// What a model had learned when it was best.
final class LearnedState {
    private let model: LearnedModel
    private let values: FloatBuffer
    private let words: FloatBuffer?

    init(_ model: LearnedModel) {
        self.model = model
        values = FloatBuffer(count: model.store.values.count)
        words = model.source.words.map { FloatBuffer(count: $0.values.count) }
        keep()
    }

    /// Takes what is learned now.
    func keep() {
        values.base.update(from: model.store.values.base, count: values.count)
        guard let words, let own = model.source.words else { return }
        words.base.update(from: own.values.base, count: words.count)
    }

    /// Goes back to it, and makes the weights ready for `encode`.
    func restore() throws {
        model.store.values.base.update(from: values.base, count: values.count)
        if let words, let own = model.source.words {
            own.values.base.update(from: words.base, count: words.count)
        }
        try model.finish()
    }

    var checkpoint: [TrainingCheckpoint.Table] {
        [TrainingCheckpoint.Table(name: "best", elements: values.elements)]
            + (words.map { [TrainingCheckpoint.Table(name: "best.words", elements: $0.elements)] }
                ?? [])
    }
}
