import SencFiles

/// Now, as HTTP writes it ("Sun, 06 Nov 1994 08:49:37 GMT"; RFC 9110, 5.6.7), written once a second.
struct HTTPDate {
    private var seconds = -1
    private var last = ""

    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    var text: String {
        mutating get {
            let now = SystemTime.seconds
            if now != seconds { (seconds, last) = (now, Self.text(of: now)) }
            return last
        }
    }

    /// - Parameter seconds: since 1970, not before.
    static func text(of seconds: Int) -> String {
        let (day, time) = max(seconds, 0).quotientAndRemainder(dividingBy: 86_400)
        // Years begin in March, so that the odd day is a year's last (Howard Hinnant, "chrono-
        // Compatible Low-Level Date Algorithms"), and eras of 400 years in the year 0.
        let (era, dayOfEra) = (day + 719_468).quotientAndRemainder(dividingBy: 146_097)
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let dayOfMonth = dayOfYear - (153 * month + 2) / 5 + 1
        let year = era * 400 + yearOfEra + (month >= 10 ? 1 : 0)
        return "\(days[day % 7]), \(two(dayOfMonth)) \(months[(month + 2) % 12]) \(year) "
            + "\(two(time / 3_600)):\(two(time / 60 % 60)):\(two(time % 60)) GMT"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
