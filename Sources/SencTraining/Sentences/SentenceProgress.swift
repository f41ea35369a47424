/// How far learning of a model of sentence vectors has come.
package struct SentenceProgress: Sendable, Equatable {
    /// The pass that is under way, from 1, and how many there will be.
    package var pass: Int
    package var passes: Int
    /// Steps that were made, and how many there will be.
    package var step: Int
    package var steps: Int
    /// Texts that were learned from, in all steps.
    package var texts: Int
    /// The loss of the last step, before it.
    package var loss: Double
    /// The norm of all its gradients together, before they were clipped.
    package var norm: Double
    /// Of all that there will be, within 0...1.
    package var fraction: Double { Double(step) / Double(max(1, steps)) }
}
