/// How far a static model is made.
package enum DistillationProgress: Sendable, Equatable {
    /// The teacher has computed the vectors of so many tokens.
    case tokens(Int, of: Int)
    /// Texts are read.
    case texts(Int)
    /// The teacher has computed the vectors of so many texts.
    case teacher(Int, of: Int)
    /// A step is made.
    case step(Int, of: Int, pass: Int, passes: Int, loss: Double)
    /// A pass is made, whose loss on the texts that are held out is this; `nil` without any.
    case pass(Int, of: Int, loss: Double, validation: Double?)
}
