internal import SencFiles

/// Names with a number each, in the order in which they first came.
package struct NameTable: Sendable {
    private var table = WordTable()

    package init() {}

    package var count: Int { table.count }

    package subscript(number: Int) -> String { table[number] }

    package func number(of name: String) -> Int? {
        var name = name
        return name.withUTF8 { table.number(of: $0) }
    }

    package mutating func add(_ name: String) -> Int {
        var name = name
        return name.withUTF8 { table.add($0) }
    }

    package mutating func add(_ name: UnsafeBufferPointer<UInt8>) -> Int { table.add(name) }

    /// Calls `body` with the bytes of a name.
    package func withName<Result>(
        _ number: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result {
        try table.withWord(number, body)
    }

    /// All names, for what looks for one like another.
    package func names(limit: Int) -> [String] { (0..<min(count, limit)).map { table[$0] } }
}

/// What users did with items, one line after the other, as it was read: 8 bytes a line, 4 more for
/// its value and 8 for its time, if lines have such.
package struct InteractionLog: Sendable {
    package private(set) var userNames = NameTable()
    package private(set) var itemNames = NameTable()
    package private(set) var users: [UInt32] = []
    package private(set) var items: [UInt32] = []
    /// Ratings, or how strong an interaction is; empty if lines have none.
    package private(set) var values: [Float] = []
    /// Empty if lines have none.
    package private(set) var times: [Double] = []

    package init() {}

    /// No lines, with names that are there already.
    init(userNames: NameTable, itemNames: NameTable) {
        (self.userNames, self.itemNames) = (userNames, itemNames)
    }

    package var count: Int { users.count }
    package var hasValues: Bool { !values.isEmpty }
    package var hasTimes: Bool { !times.isEmpty }

    /// Adds a line, with a value and a time if the others have them.
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
        if hasValues { log.values = lines.map { values[$0] } }
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
