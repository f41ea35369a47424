/// A token that is found in the text before anything else looks at it.
struct AddedToken: Sendable, Equatable {
    var content: [UInt8]
    var id: Int32
    /// Left out when decoding, unless asked for.
    var isSpecial: Bool
    /// Looked for in the normalized text, in its own normalized form, not in the text as written.
    var isNormalized: Bool
    /// Only found where no word character adjoins it.
    var isSingleWord = false
    /// Takes the white space before it in.
    var stripsLeft = false
    /// Takes the white space after it in.
    var stripsRight = false
    /// Whether no file says if it is looked for in normalized text, so that this follows from
    /// whether it is special.
    var isNormalizedByDefault = false

    mutating func makeSpecial() {
        isSpecial = true
        if isNormalizedByDefault { isNormalized = false }
    }
}
