internal import SencMath

extension SequenceTrainer {
    /// Has things begin with vectors that are known, those without one at random.
    /// - Throws: `TrainingError.otherDimension`.
    func begin(with known: KnownVectors, of vocabulary: Vocabulary) throws(TrainingError) {
        guard known.dimension == options.dimension else {
            throw .otherDimension(options.dimension, known: known.dimension)
        }
        for thing in 0..<thingCount {
            let vector = vocabulary.words.withWord(thing) { known.vector(of: $0) }
            guard let vector else { continue }
            inputs.forEachPart(of: thing) { first, elements in
                for column in elements.indices {
                    elements[column] = vector[vector.startIndex + first + column]
                }
            }
        }
    }
}
