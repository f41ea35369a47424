/// A language that texts are told to be in by its commonest words: articles, pronouns, prepositions
/// and the like, which make up a third of any text.
struct CommonWords: Sendable {
    /// Of ISO 639-1.
    let code: String
    let name: String
    /// In lower case, between spaces. Words of one ASCII letter are left out: code has them too.
    let words: String

    static let languages = latin + cyrillic + arabic
}
