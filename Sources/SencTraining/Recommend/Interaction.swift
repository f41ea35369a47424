/// What a user did with an item: bought, heard or rated it.
public struct Interaction: Sendable, Equatable {
    /// Who: any text but an empty one or one with a line break.
    public var user: String
    /// With what: such a text, too.
    public var item: String
    /// A rating, on any scale; or, for methods of interactions, how much this one counts, as how
    /// often, not negative. Within ±10⁹; `nil` if there is none.
    public var rating: Float?
    /// When, in any unit; finite. `nil` if that is not known.
    public var time: Double?

    /// What a user did with an item, with a rating and a time if there are such.
    public init(user: String, item: String, rating: Float? = nil, time: Double? = nil) {
        (self.user, self.item, self.rating, self.time) = (user, item, rating, time)
    }
}
