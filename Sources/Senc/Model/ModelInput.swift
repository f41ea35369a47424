/// The first step of a model, as its configuration describes it.
enum ModelInput: Sendable {
    case transformer(EncoderConfiguration)
    case table(StaticModel)

    /// Components of a token's state.
    var stateSize: Int {
        switch self {
        case .transformer(let encoder): encoder.hiddenSize
        case .table(let model): model.table.dimension
        }
    }

    /// Ids that have a state: those below this.
    var idCount: Int {
        switch self {
        case .transformer(let encoder): encoder.vocabularySize
        case .table(let model): model.table.idCount
        }
    }

    /// Tokens that a text may have at most, whatever limit is asked for.
    var maximumPositions: Int {
        switch self {
        case .transformer(let encoder): encoder.maximumPositions
        case .table: ModelSettings.unlimitedTokens
        }
    }

    var habits: ReadingHabits {
        switch self {
        case .transformer: ReadingHabits()
        case .table(let model): model.habits
        }
    }
}
