/// A pair of things, as one number, and how often it was met, in any unit.
struct PairCount: Equatable, Sendable {
    var key: UInt64
    var count: UInt64
}
