import SencFiles

/// The languages in which the program speaks to its user.
enum Language: String, CaseIterable {
    case english = "en"
    case spanish = "es"

    /// The one that is configured, else the one that the locale asks for.
    static let current =
        Configuration.language.flatMap(Language.init) ?? Language { Environment.value($0) }

    /// The one that the locale asks for: by the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that
    /// says something, as POSIX has it; English where there is no table.
    init(environment value: (String) -> String?) {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap(value).first { !$0.isEmpty }
        let code = (locale ?? "").prefix { $0 != "_" && $0 != "." && $0 != "@" }
        self = Language(rawValue: code.lowercased()) ?? .english
    }

    /// What stands for a text that is written in English: from the language's table.
    func translation(of key: String) -> String? {
        switch self {
        case .english: nil
        case .spanish: Spanish.table[key]
        }
    }
}

extension Message {
    /// The text in the user's language.
    var localized: String { text(Language.current.translation) }
}

/// A text in the user's language.
func localized(_ message: Message) -> String { message.localized }

extension Int {
    /// The number with its digits in threes, as the language's orthography has it: English from 1,234
    /// on, Spanish from 12 345 on.
    func grouped(in language: Language) -> String {
        let (separator, least) =
            switch language {
            case .english: (",", 4)
            case .spanish: ("\u{A0}", 5)
            }
        let digits = Array(String(magnitude).unicodeScalars)
        var text = self < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, digits.count >= least, (digits.count - index) % 3 == 0 {
                text += separator
            }
            text.unicodeScalars.append(digit)
        }
        return text
    }
}
