package struct InteractionProbability: Sendable, Equatable {
    var slope: Double
    var intercept: Double
}
