/// A time as RFC 3339 writes it, in UTC.
struct UTCTime {
    /// Since 1970.
    let seconds: Int

    var text: String {
        let (days, second) = seconds.quotientAndRemainder(dividingBy: 86_400)
        // Days of eras of 400 years, which begin on 1 March, so that leap days are the last ones.
        let shifted = days + 719_468
        let era = shifted / 146_097
        let day = shifted % 146_097
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365
        let dayOfYear = day - (365 * year + year / 4 - year / 100)
        let month = (5 * dayOfYear + 2) / 153
        let date = dayOfYear - (153 * month + 2) / 5 + 1
        let (calendarMonth, calendarYear) =
            month < 10 ? (month + 3, era * 400 + year) : (month - 9, era * 400 + year + 1)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        return "\(calendarYear)-\(two(calendarMonth))-\(two(date))T"
            + "\(two(second / 3_600)):\(two(second / 60 % 60)):\(two(second % 60))Z"
    }
}
