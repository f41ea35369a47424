/// What users did with items, row by row, as it was read: in 8 bytes of memory a row, 4 more for its
/// rating and 8 for its time, if rows have such; each name is held once.
///
/// ```swift
/// let log = try InteractionLog([
///     Interaction(user: "ana", item: "tea"), Interaction(user: "ana", item: "cups"),
///     Interaction(user: "luis", item: "tea"),
/// ])
/// ```
public struct InteractionLog: Sendable {
    package private(set) var userNames = NameTable()
    package private(set) var itemNames = NameTable()
    package private(set) var users: [UInt32] = []
    package private(set) var items: [UInt32] = []
    /// Ratings, or how strong an interaction is; empty if lines have none.
    package private(set) var values: [Float] = []
    /// Empty if lines have none.
    package private(set) var times: [Double] = []

    /// No rows.
    public init() {}

    /// The rows of a sequence, in its order.
    /// - Throws: what `append(_:)` throws.
    public init(_ interactions: some Sequence<Interaction>) throws(RecommenderError) {
        for interaction in interactions { try append(interaction) }
    }

    /// No lines, with names that are there already.
    init(userNames: NameTable, itemNames: NameTable) {
        (self.userNames, self.itemNames) = (userNames, itemNames)
    }

    /// How many rows there are.
    public var count: Int { users.count }
    /// How many different users, those of the other parts of a division included.
    public var userCount: Int { userNames.count }
    /// How many different items, those of the other parts included.
    public var itemCount: Int { itemNames.count }
    /// Whether rows have ratings.
    public var hasRatings: Bool { !values.isEmpty }
    /// Whether rows have times.
    public var hasTimes: Bool { !times.isEmpty }

    /// A row, from 0.
    public subscript(row: Int) -> Interaction {
        Interaction(
            user: userNames[Int(users[row])], item: itemNames[Int(items[row])],
            rating: hasRatings ? values[row] : nil, time: hasTimes ? times[row] : nil)
    }

    /// Rows are numbered by 32 bits.
    package static let mostRows = Int(UInt32.max)
    /// What a rating is at most, without its sign.
    package static let largestRating = 1e9

    /// Adds a row.
    /// - Throws: `RecommenderError.invalidName`; `mixedRatings` or `mixedTimes` if it has a rating or a
    ///   time and those before it have none, or the reverse; `notFinite` for a rating or a time that
    ///   is out of its range; `tooManyRows` for more than 2³² - 1.
    public mutating func append(_ interaction: Interaction) throws(RecommenderError) {
        let row = count + 1
        guard count < Self.mostRows else { throw .tooManyRows }
        for name in [interaction.user, interaction.item]
        where name.isEmpty || name.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) {
            throw .invalidName(name, row: row)
        }
        let (rating, time) = (interaction.rating, interaction.time)
        guard count == 0 || hasRatings == (rating != nil) else { throw .mixedRatings(row: row) }
        guard count == 0 || hasTimes == (time != nil) else { throw .mixedTimes(row: row) }
        guard Double(rating ?? 0).magnitude <= Self.largestRating, (time ?? 0).isFinite else {
            throw .notFinite(row: row)
        }
        add(user: interaction.user, item: interaction.item, value: rating, time: time)
    }

    /// Adds a line, with a value and a time if the others have them, which is not looked at.
    package mutating func add(
        user: String, item: String, value: Float? = nil, time: Double? = nil
    ) {
        users.append(UInt32(userNames.add(user)))
        items.append(UInt32(itemNames.add(item)))
        if let value { values.append(value) }
        if let time { times.append(time) }
    }

    /// Some lines, with the names of all.
    package func selecting(_ lines: [Int]) -> InteractionLog {
        var log = InteractionLog()
        (log.userNames, log.itemNames) = (userNames, itemNames)
        log.users = lines.map { users[$0] }
        log.items = lines.map { items[$0] }
        if hasRatings { log.values = lines.map { values[$0] } }
        if hasTimes { log.times = lines.map { times[$0] } }
        return log
    }

    /// A log of other lines under the numbers of this one's names, and new ones for new names.
    package func renumbering(_ other: InteractionLog) -> InteractionLog {
        var log = self
        log.users = []
        log.items = []
        (log.values, log.times) = (other.values, other.times)
        let userNumbers = (0..<other.userNames.count).map {
            UInt32(log.userNames.add(other.userNames[$0]))
        }
        let itemNumbers = (0..<other.itemNames.count).map {
            UInt32(log.itemNames.add(other.itemNames[$0]))
        }
        log.users = other.users.map { userNumbers[Int($0)] }
        log.items = other.items.map { itemNumbers[Int($0)] }
        return log
    }
}
