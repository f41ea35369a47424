import SencFiles

/// Reads times by which rows are put in order: all are numbers, or all are dates of ISO 8601.
struct SessionTime {
    private enum Kind {
        case number, date
    }

    private var kind: Kind?

    /// - Returns: a number that is larger for a later time: of dates, the seconds since 1970.
    /// - Throws: `SessionError.notTime`, or `.otherTime` for a date among numbers.
    mutating func value(_ text: String, path: String, line: Int) throws(SessionError) -> Double {
        let number = KnownPairs.number(text)
        guard let value = number ?? Self.seconds(text) else {
            throw .notTime(text, path: path, line: line)
        }
        let own = number == nil ? Kind.date : .number
        guard own == kind ?? own else { throw .otherTime(text, path: path, line: line) }
        kind = own
        return value
    }

    /// Of `2026-11-27`, with `T` or a space and `13:05`, `13:05:59` or `13:05:59.5` behind it, and
    /// `Z` or `+01:00` behind that; without these, as if in UTC.
    static func seconds(_ text: String) -> Double? {
        var rest = text.utf8.drop { $0 == 0x20 }
        func take(_ byte: UInt8) -> Bool {
            guard rest.first == byte else { return false }
            rest = rest.dropFirst()
            return true
        }
        func number(_ digits: Int, _ range: ClosedRange<Int>) -> Int? {
            let part = rest.prefix(digits)
            guard part.count == digits, part.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
            rest = rest.dropFirst(digits)
            let value = part.reduce(0) { $0 * 10 + Int($1) - 0x30 }
            return range ~= value ? value : nil
        }
        guard let year = number(4, 1...9999), take(0x2D), let month = number(2, 1...12), take(0x2D),
            let day = number(2, 1...31)
        else { return nil }
        var seconds = Double(days(year, month, day)) * 86_400
        if take(UInt8(ascii: "T")) || take(0x20) {
            guard let hour = number(2, 0...24), take(UInt8(ascii: ":")),
                let minute = number(2, 0...59)
            else { return nil }
            seconds += Double(hour * 3600 + minute * 60)
            if take(UInt8(ascii: ":")) {
                guard let second = number(2, 0...60) else { return nil }
                seconds += Double(second)
                if take(UInt8(ascii: ".")) || take(UInt8(ascii: ",")) {
                    let digits = rest.prefix { 0x30...0x39 ~= $0 }
                    rest = rest.dropFirst(digits.count)
                    guard let part = Double("0." + String(decoding: digits, as: UTF8.self)) else {
                        return nil
                    }
                    seconds += part
                }
            }
            if !take(UInt8(ascii: "Z")), let sign = rest.first, sign == 0x2B || sign == 0x2D {
                rest = rest.dropFirst()
                guard let hours = number(2, 0...23) else { return nil }
                _ = take(UInt8(ascii: ":"))
                let minutes = rest.first.map { 0x30...0x39 ~= $0 } == true ? number(2, 0...59) : 0
                guard let minutes else { return nil }
                seconds -= Double(sign == 0x2B ? 1 : -1) * Double(hours * 3600 + minutes * 60)
            }
        }
        return rest.allSatisfy { $0 == 0x20 } ? seconds : nil
    }

    /// Days since 1970 of a date of the Gregorian calendar.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        // Years begin in March, so that a leap day is the last of one.
        let year = month > 2 ? year : year - 1
        let (era, ofEra) = (year / 400, year % 400)
        let ofYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
    }
}

/// What is wrong with a row of sessions. Lines count from 1.
enum SessionError: Diagnostic, Equatable {
    case notTime(String, path: String, line: Int)
    /// A date where the rows before have numbers, or the other way round.
    case otherTime(String, path: String, line: Int)
    /// A list of items that is neither JSON's nor between separators.
    case notList(String, path: String, line: Int)

    var message: Message {
        switch self {
        case .notTime(let value, let path, let line):
            """
            the time \(value.quoted()) is neither a number nor a date such as 2026-11-27T13:05:59 \
            (\(path), line \(line))
            """
        case .otherTime(let value, let path, let line):
            """
            the time \(value.quoted()) cannot be compared with those before: give numbers or \
            dates alone (\(path), line \(line))
            """
        case .notList(let value, let path, let line):
            """
            \(value.quoted()) is not a list of items in JSON, such as ["a", "b"]; --separator says \
            what is between them (\(path), line \(line))
            """
        }
    }

    var status: SencFiles.ExitStatus { .badData }
}
