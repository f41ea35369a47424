import SencFiles
import SencInput
import SencTraining

/// What the columns of a table of interactions are called.
struct InteractionColumns {
    var user: String?
    var item: String?
    var rating: String?
    var time: String?
}

extension InteractionLog {
    private static let usualUsers = [
        "user", "user_id", "userId", "userID", "user_id:token", "customer", "customer_id",
    ]
    private static let usualItems = [
        "item", "item_id", "itemId", "itemID", "item_id:token", "product", "product_id", "movieId",
    ]

    /// Reads tables whose rows say what users had to do with items.
    /// - Parameter takesNegatives: whether a value may be less than 0, as a rating can be.
    /// - Throws: `InteractionFault`, `InputError`, `UsageError`.
    init(
        _ paths: [String], _ names: InteractionColumns, _ layout: RecordLayout,
        takesNegatives: Bool
    ) throws {
        self.init()
        let columns = ColumnNames(areNumbers: layout.details.hasNoHeader)
        var fields = try [
            columns.field(
                names.user, "--user", usual: Self.usualUsers, position: 0, isText: false),
            columns.field(
                names.item, "--item", usual: Self.usualItems, position: 1, isText: false),
        ]
        if let rating = names.rating {
            fields.append(
                try columns.field(rating, "--rating", usual: [], position: nil, isText: false))
        }
        if let time = names.time {
            fields.append(
                try columns.field(time, "--time", usual: [], position: nil, isText: false))
        }
        let timePlace = names.rating == nil ? 2 : 3
        for path in paths {
            let reader = try layout.table(
                path, fields, columns.areNumbers ? .absent : .present)
            while let row = try reader.next() {
                let (path, line) = (reader.path, row.line)
                let user = try Self.name(row.values[0], .user, path, line)
                let item = try Self.name(row.values[1], .item, path, line)
                var (value, time): (Float?, Double?) = (nil, nil)
                if names.rating != nil {
                    value = try Self.value(row.values[2] ?? "", takesNegatives, path, line)
                }
                if names.time != nil {
                    let text = row.values[timePlace] ?? ""
                    time = Self.time(text)
                    if time == nil {
                        throw InteractionFault.notTime(text, path: path, line: line)
                    }
                }
                guard count < Self.mostRows else { throw InteractionFault.tooMany(path: path) }
                add(user: user, item: item, value: value, time: time)
            }
            reader.report()
        }
    }

    private static func name(
        _ value: String?, _ column: InteractionFault.Column, _ path: String, _ line: Int
    ) throws -> String {
        guard let value, !value.isEmpty else {
            throw InteractionFault.empty(column, path: path, line: line)
        }
        guard !value.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else {
            throw InteractionFault.lineBreak(column, path: path, line: line)
        }
        return value
    }

    private static func value(
        _ text: String, _ takesNegatives: Bool, _ path: String, _ line: Int
    ) throws -> Float {
        guard let number = KnownPairs.number(text) else {
            throw InteractionFault.notNumber(text, path: path, line: line)
        }
        guard number.magnitude <= largestRating else {
            throw InteractionFault.tooLarge(text, path: path, line: line)
        }
        guard number >= 0 || takesNegatives else {
            throw InteractionFault.negative(text, path: path, line: line)
        }
        return Float(number)
    }

    /// Seconds or another number; or a date, with a time of the day behind it or not, whose zone
    /// counts for nothing.
    static func time(_ text: String) -> Double? {
        if let number = KnownPairs.number(text) { return number }
        let parts = text.utf8.split { $0 == UInt8(ascii: "T") || $0 == UInt8(ascii: " ") }
        guard (1...2).contains(parts.count) else { return nil }
        let date = parts[0].split(separator: UInt8(ascii: "-")).map { Int(String($0) ?? "") }
        guard date.count == 3, let year = date[0], let month = date[1], let day = date[2],
            (0...9999).contains(year), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        var seconds = Double(days(year, month, day)) * 86_400
        guard parts.count == 2 else { return seconds }
        let clock = parts[1].prefix { $0 != UInt8(ascii: "Z") && $0 != UInt8(ascii: "+") }
            .split(separator: UInt8(ascii: ":")).map { Double(String($0) ?? "") }
        guard (2...3).contains(clock.count) else { return nil }
        for (part, unit) in zip(clock, [3600.0, 60, 1]) {
            guard let part, (0..<61).contains(part) else { return nil }
            seconds += part * unit
        }
        return seconds
    }

    /// Days since the first of March of the year 0 (Hinnant, "chrono-compatible low-level date
    /// algorithms").
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    }
}
