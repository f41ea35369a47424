/// Which tokens of a text are to be found out again, and what the model sees in their places, as BERT
/// has it (Devlin et al., 2019; transformers' `DataCollatorForLanguageModeling`): of the tokens that are
/// not special 15 % are chosen, of which 80 % become the mask, 10 % any token, and 10 % stay.
struct TokenMasking: Sendable {
    /// The share of tokens that are chosen.
    static let chosenShare = 0.15
    /// Of these, the share that becomes the mask, and that with those that become any token.
    static let maskedShare = 0.8
    static let changedShare = 0.9

    /// A text as the model sees it.
    struct Masked: Sendable, Equatable {
        var ids: [Int32]
        /// Places of the tokens that were chosen, and what these are.
        var places: [Int32] = []
        var targets: [Int32] = []
    }

    /// The id of the mask.
    let mask: Int32
    /// Ids that are never chosen.
    let special: Set<Int32>
    /// Any token is one of so many.
    let vocabularySize: Int

    /// - Parameter random: the text's own numbers.
    func masked(_ ids: ArraySlice<Int32>, _ random: CounterRandom) -> Masked {
        var masked = Masked(ids: Array(ids))
        for (place, id) in ids.enumerated() where !special.contains(id) {
            let index = 3 * UInt64(place)
            guard random.uniform(at: index) < Self.chosenShare else { continue }
            masked.places.append(Int32(place))
            masked.targets.append(id)
            let share = random.uniform(at: index + 1)
            if share < Self.maskedShare {
                masked.ids[place] = mask
            } else if share < Self.changedShare {
                masked.ids[place] = Int32(
                    random.integer(below: vocabularySize, at: index + 2))
            }
        }
        return masked
    }
}
