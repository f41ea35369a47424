/// Which items stand in which sessions, and in which order: sequences that items are learned from,
/// such as the products of baskets, the songs of playlists, the pages of visits.
///
/// ```swift
/// let baskets = try ItemSessions([["coffee", "milk"], ["coffee", "sugar"], ["soap", "sponge"]])
/// ```
///
/// An interaction takes 8 bytes of memory, 16 with a time; names of sessions and items are held once
/// each. Putting the sessions in order takes 8 bytes an interaction more for a while.
public struct ItemSessions: Sendable {
    private var sessionNames = WordTable()
    private var itemNames = WordTable()
    private var sessions: [UInt32] = []
    private var items: [UInt32] = []
    /// Of each interaction, or of none.
    private var times: [Double] = []
    /// How many sessions there are.
    public private(set) var sessionCount = 0

    /// Names of sessions or items that can be told apart.
    private static let maximumNames = 1 << 30

    /// No sessions.
    public init() {}

    /// Sessions with all of their items, each in its order.
    /// - Throws: `ItemError.tooMany`.
    public init(_ sessions: some Sequence<[String]>) throws(ItemError) {
        for session in sessions { try append(basket: session) }
    }

    /// How many interactions there are.
    public var count: Int { items.count }

    /// Adds an item to a session, wherever its others are.
    /// - Parameters:
    ///   - item: the item's name.
    ///   - session: the session's.
    ///   - time: by which the session is put in order, in any unit; either all have one or none. Of
    ///     equal times the order in which they were added counts.
    /// - Throws: `ItemError.tooMany`, `ItemError.invalidTime`.
    public mutating func append(
        _ item: String, to session: String, at time: Double? = nil
    ) throws(ItemError) {
        guard (time ?? 0).isFinite, count == 0 || times.isEmpty == (time == nil) else {
            throw .invalidTime(count + 1)
        }
        var session = session
        let number = session.withUTF8 { sessionNames.add($0) }
        sessionCount = max(sessionCount, number + 1)
        try append(item, toSession: number)
        if let time { times.append(time) }
    }

    /// Adds a session with all of its items, in their order; an empty one is left out.
    /// - Throws: `ItemError.tooMany`; `ItemError.invalidTime` if other items have times.
    public mutating func append(basket: [String]) throws(ItemError) {
        guard !basket.isEmpty else { return }
        guard times.isEmpty else { throw .invalidTime(count + 1) }
        for item in basket { try append(item, toSession: sessionCount) }
        sessionCount += 1
    }

    private mutating func append(_ item: String, toSession session: Int) throws(ItemError) {
        var item = item
        let number = item.withUTF8 { itemNames.add($0) }
        guard max(number, session) < Self.maximumNames else {
            throw .tooMany(max(number, session) + 1)
        }
        sessions.append(UInt32(session))
        items.append(UInt32(number))
    }

    /// - Throws: `ItemError.blank` if an item that is to be learned has white space in its name.
    package func checkNames(_ options: ItemOptions) throws(ItemError) {
        var counts = [Int](repeating: 0, count: itemNames.count)
        for item in items { counts[Int(item)] += 1 }
        for (item, count) in counts.enumerated() where count >= options.minimumCount {
            try ItemError.checkBlanks(itemNames[item])
        }
    }

    /// The items in the order of sessions, each session put in order.
    func sequences() -> ItemSequences {
        var starts = [Int](repeating: 0, count: sessionCount + 1)
        for session in sessions { starts[Int(session) + 1] += 1 }
        for session in 0..<sessionCount { starts[session + 1] += starts[session] }
        var ends = starts
        var ordered = [UInt32](repeating: 0, count: items.count)
        guard !times.isEmpty else {
            for (item, session) in zip(items, sessions) {
                ordered[ends[Int(session)]] = item
                ends[Int(session)] += 1
            }
            return ItemSequences(names: itemNames, items: ordered, starts: starts)
        }
        var places = [Int](repeating: 0, count: items.count)
        for (place, session) in sessions.enumerated() {
            places[ends[Int(session)]] = place
            ends[Int(session)] += 1
        }
        for session in 0..<sessionCount {
            places[starts[session]..<starts[session + 1]].sort {
                (times[$0], $0) < (times[$1], $1)
            }
        }
        for (place, original) in places.enumerated() { ordered[place] = items[original] }
        return ItemSequences(names: itemNames, items: ordered, starts: starts)
    }
}

/// Sessions one behind the other, each in its order.
struct ItemSequences: Sendable {
    let names: WordTable
    /// Numbers of items, as the table of names has them.
    let items: [UInt32]
    /// Where each session begins, and behind them the end of the last.
    let starts: [Int]

    var sessionCount: Int { starts.count - 1 }

    subscript(session: Int) -> ArraySlice<UInt32> { items[starts[session]..<starts[session + 1]] }

    /// The items that are seen often enough, by how often.
    func vocabulary(_ options: ItemOptions) throws(ItemError) -> Vocabulary {
        guard !items.isEmpty else { throw .none }
        var counts = [Int](repeating: 0, count: names.count)
        for item in items { counts[Int(item)] += 1 }
        let vocabulary = Vocabulary(
            names, counts, minimumCount: options.minimumCount, maximumSize: nil, seen: items.count)
        guard vocabulary.count > 0 else { throw .tooRare(minimumCount: options.minimumCount) }
        guard vocabulary.count > 1 else { throw .oneItem(vocabulary[0]) }
        return vocabulary
    }

    /// The sessions in batches, by the numbers of a vocabulary, with what is not in it left out.
    func batches(_ vocabulary: Vocabulary) -> [SequenceBatch] {
        let numbers = (0..<names.count).map { item in
            names.withWord(item) { vocabulary.words.number(of: $0) }
        }
        var batches: [SequenceBatch] = []
        var batch = SequenceBatch()
        for session in 0..<sessionCount {
            for item in self[session] {
                if let number = numbers[Int(item)] { batch.append(UInt32(number)) }
            }
            batch.endSequence()
            guard batch.ids.count >= Self.batchItems else { continue }
            batches.append(batch)
            batch = SequenceBatch(first: batch.first + batch.ids.count)
        }
        return batch.ids.isEmpty ? batches : batches + [batch]
    }

    /// Items that are trained on together, at least.
    private static let batchItems = 1 << 14
}

extension [SequenceBatch] {
    /// How many neighbors a thing has in the mean if windows do not shrink.
    func meanNeighbors(window: Int) -> Double {
        var (pairs, things) = (0.0, 0.0)
        for batch in self {
            var start = 0
            for end in batch.ends {
                let count = Double(end - start)
                let reach = Double(Swift.min(window, end - start - 1))
                // Those at the ends have neighbors on one side.
                pairs += reach * (2 * count - reach - 1)
                things += count
                start = end
            }
        }
        return things > 0 ? pairs / things : 0
    }
}
