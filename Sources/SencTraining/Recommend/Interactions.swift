internal import SencFiles

/// Which users had to do with which items: a sparse matrix both ways, in 8 bytes an interaction, 16
/// if they have values.
package struct Interactions: Sendable {
    package let userNames: NameTable
    package let itemNames: NameTable
    /// [users, items]
    package let byUser: SparseRows
    /// [items, users]
    package let byItem: SparseRows

    package var userCount: Int { byUser.rowCount }
    package var itemCount: Int { byItem.rowCount }
    package var count: Int { byUser.count }

    /// What becomes of the lines of a log that have the same user and item.
    package enum Repetition: Sendable {
        /// Their values are added up, each 1 if there are none.
        case sum
        /// The one with the latest time counts, of those as late, or without times, the last.
        case last
        /// They are one interaction, of the value 1.
        case once
    }

    package init(
        userNames: NameTable, itemNames: NameTable, byUser: SparseRows
    ) {
        (self.userNames, self.itemNames, self.byUser) = (userNames, itemNames, byUser)
        byItem = byUser.transposed()
    }

    /// The interactions of a log, with users and items numbered as there.
    package init(_ log: InteractionLog, _ repetition: Repetition) {
        let userCount = log.userNames.count
        // The lines of each user, by items, those of an item in the order of the log.
        let byItem = Self.ordered(0..<log.count, by: log.items, count: log.itemNames.count).lines
        let (lines, starts) = Self.ordered(
            byItem.lazy.map { Int($0) }, by: log.users, count: userCount)
        var ends: [Int] = []
        var columns: [UInt32] = []
        var values: [Float] = []
        ends.reserveCapacity(userCount)
        columns.reserveCapacity(log.count)
        var isPlain = true
        log.items.withUnsafeBufferPointer { items in
            for user in 0..<userCount {
                var place = starts[user]
                while place < starts[user + 1] {
                    let item = items[Int(lines[place])]
                    var value: Float = 0
                    var latest = -Double.infinity
                    while place < starts[user + 1], items[Int(lines[place])] == item {
                        let line = Int(lines[place])
                        let here = log.hasRatings ? log.values[line] : 1
                        switch repetition {
                        case .sum: value += here
                        case .last:
                            let time = log.hasTimes ? log.times[line] : 0
                            if time >= latest { (value, latest) = (here, time) }
                        case .once: value += here
                        }
                        place += 1
                    }
                    // Nothing at all is not an interaction.
                    if repetition != .last, value == 0 { continue }
                    if repetition == .once { value = 1 }
                    columns.append(item)
                    if isPlain, value != 1 {
                        isPlain = false
                        values = [Float](repeating: 1, count: columns.count - 1)
                    }
                    if !isPlain { values.append(value) }
                }
                ends.append(columns.count)
            }
        }
        self.init(
            userNames: log.userNames, itemNames: log.itemNames,
            byUser: SparseRows(
                ends: ends, columns: columns, values: isPlain ? nil : values,
                columnCount: log.itemNames.count))
    }

    /// Lines by the numbers that they have, those of a number in the order in which they come.
    private static func ordered(
        _ lines: some Sequence<Int>, by numbers: [UInt32], count: Int
    ) -> (lines: [UInt32], starts: [Int]) {
        var starts = [Int](repeating: 0, count: count + 1)
        for number in numbers { starts[Int(number) + 1] += 1 }
        for number in 0..<count { starts[number + 1] += starts[number] }
        var ordered = [UInt32](repeating: 0, count: numbers.count)
        var next = starts
        next.withUnsafeMutableBufferPointer { next in
            ordered.withUnsafeMutableBufferPointer { ordered in
                numbers.withUnsafeBufferPointer { numbers in
                    for line in lines {
                        let number = Int(numbers[line])
                        ordered[next[number]] = UInt32(line)
                        next[number] += 1
                    }
                }
            }
        }
        return (ordered, starts)
    }

    /// Bytes that an interaction takes in memory, without the names.
    package var bytesPerInteraction: Int { byUser.values == nil ? 8 : 16 }
}
