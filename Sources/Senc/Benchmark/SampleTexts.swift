/// Texts to measure speed on, put together from parts of sentences: always the same, no two alike.
enum SampleTexts {
    /// A sentence of 12 tokens, special ones included, in BERT's vocabulary.
    static let sentence = "The rain beats softly on the old kitchen window."

    /// Sentences in a long text.
    private static let sentencesPerLongText = 12

    /// The `index`th sentence, of 20 tokens on average in BERT's vocabulary.
    static func short(_ index: Int) -> String {
        // The step has no factor in common with the number of sentences, so all come once.
        var rest = index % sentenceCount * 5_077 % sentenceCount
        return parts.map { choices in
            defer { rest /= choices.count }
            return choices[rest % choices.count]
        }.joined(separator: " ") + "."
    }

    /// The `index`th paragraph of some 220 tokens.
    static func long(_ index: Int) -> String {
        (0..<sentencesPerLongText).map { short(index * sentencesPerLongText + $0) }
            .joined(separator: " ")
    }

    private static let sentenceCount = parts.reduce(1) { $0 * $1.count }

    private static let parts = [
        [
            "As far as we know,", "Last Tuesday", "To our surprise,", "The newspaper says that",
            "This time", "In the first chapter", "Once more", "It is true that",
        ],
        [
            "the old man", "a young teacher from the village", "my neighbour", "the night train",
            "nobody in the committee", "the small company", "an unknown painter",
            "the captain of the ship", "her younger brother", "a flock of geese",
            "the new version of the program", "our guide", "the city council",
            "a tired nurse", "the library at the end of the street", "every second visitor",
            "the hurricane", "a letter without a sender", "the director of the museum",
            "the chemical reaction", "an army of ants", "the defendant", "spring", "the orchestra",
        ],
        [
            "crossed the frozen river", "refused to pay the bill", "was waiting for the results",
            "has lost almost half of its value", "opened the door without knocking",
            "explained the theory in three sentences", "arrived two hours late",
            "bought a house with a view of the harbour", "could not remember the number",
            "changed the course of the election", "sold more tickets than ever before",
            "slept", "found a box full of photographs", "needs a careful review",
            "wrote a long report about the accident", "grew faster than expected",
            "repaired the broken clock", "sang", "was praised by the critics",
            "left nothing but questions", "told the children a story about dragons",
            "doubled the budget for research", "smelled of coffee and wet wool",
            "stopped working",
        ],
        [
            "yesterday", "before the sun came up", "in spite of the warnings",
            "during the coldest winter in forty years", "at the corner of the market square",
            "because the data were incomplete", "without saying a word", "in the summer of 1987",
            "while everybody else was looking at the sky", "as usual",
            "after a discussion that lasted until midnight", "for the first time",
            "near the border between France and Spain", "on behalf of the government",
            "when the music began", "for reasons that were never made public", "again",
            "under a heavy load of requests", "somewhere between the station and the sea",
            "although it was forbidden", "with the help of a friend", "in less than a minute",
            "according to the latest figures", "and went home",
        ],
    ]
}
