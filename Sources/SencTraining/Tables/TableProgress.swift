/// How far learning from a table has come.
public struct TableProgress: Sendable, Equatable {
    /// The pass over the rows, from 1.
    public var pass: Int
    /// Passes at most.
    public var passes: Int
    /// Rows that were learned from, in all passes.
    public var rows: Int
    /// Of all passes, within 0...1; learning may end before.
    public var fraction: Double
    /// The mean loss of the pass's rows so far: squared errors of standardized numbers, or cross
    /// entropies.
    public var loss: Double
    /// That of the validation's rows, at the end of a pass; else `nil`.
    public var validation: Double?
}
