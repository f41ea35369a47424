/// An item that is recommended.
public struct Recommendation: Sendable, Equatable {
    /// The item.
    public let item: String
    /// How much it is recommended: larger is better. With `mf` and `svdpp` the rating that is
    /// expected; else in a unit of the method's own, which compares items for one user alone.
    public let score: Float
    /// How likely the user is to choose it next, within 0...1; `nil` if that was not calibrated or
    /// is not asked of a user who was learned from.
    public let probability: Double?
}
