import SencFiles

/// What is known of languages by their codes.
enum LanguageNames {
    /// Names of languages that are recognized by their letters, beside those of `CommonWords`.
    private static let names: [String: Message] = [
        "el": "Greek", "hy": "Armenian", "he": "Hebrew", "pa": "Punjabi", "gu": "Gujarati",
        "ta": "Tamil", "te": "Telugu", "kn": "Kannada", "ml": "Malayalam", "si": "Sinhala",
        "th": "Thai", "lo": "Lao", "my": "Burmese", "ka": "Georgian", "km": "Khmer",
        "ko": "Korean", "ja": "Japanese", "zh": "Chinese", "hi": "Hindi", "bn": "Bengali",
    ]

    /// Codes of ISO 639-2 and 639-3, and older ones, of those that have one of two letters.
    private static let shorter = [
        "eng": "en", "spa": "es", "por": "pt", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de",
        "ita": "it", "cat": "ca", "glg": "gl", "eus": "eu", "baq": "eu", "nld": "nl", "dut": "nl",
        "dan": "da", "nob": "nb", "nor": "nb", "no": "nb", "swe": "sv", "fin": "fi", "est": "et",
        "lav": "lv", "lvs": "lv", "lit": "lt", "pol": "pl", "ces": "cs", "cze": "cs", "slk": "sk",
        "slo": "sk", "slv": "sl", "hrv": "hr", "hun": "hu", "ron": "ro", "rum": "ro", "tur": "tr",
        "ind": "id", "in": "id", "vie": "vi", "rus": "ru", "ukr": "uk", "bul": "bg", "srp": "sr",
        "ara": "ar", "arb": "ar", "fas": "fa", "per": "fa", "pes": "fa", "urd": "ur", "ell": "el",
        "gre": "el", "heb": "he", "iw": "he", "tha": "th", "kor": "ko", "jpn": "ja", "zho": "zh",
        "chi": "zh", "cmn": "zh", "yue": "zh", "hin": "hi", "ben": "bn",
    ]

    /// Languages whose texts the words of others may be found in.
    private static let kin: [String: [String]] = [
        "af": ["nl"], "an": ["es", "ca"], "ast": ["es"], "be": ["ru", "uk"], "bs": ["hr", "sr"],
        "fo": ["da", "nb"], "gsw": ["de"], "lb": ["de"], "li": ["nl"], "mk": ["bg", "sr"],
        "mo": ["ro"], "ms": ["id"], "nds": ["de", "nl"], "nn": ["nb"], "oc": ["ca", "fr"],
        "scn": ["it"], "sh": ["hr", "sr"], "sr": ["hr"], "su": ["id"], "jv": ["id"],
        "vec": ["it"], "fy": ["nl"], "eo": ["es"], "la": ["it"], "rm": ["it", "de"],
    ]

    /// The letters of languages that have neither words nor letters of their own here.
    private static let scripts: [Script: [String]] = [
        .latin: [
            "af", "an", "ast", "az", "bs", "br", "ceb", "co", "cy", "eo", "fil", "fo", "fy", "ga",
            "gd", "gsw", "ha", "haw", "ht", "ig", "is", "jv", "kab", "la", "lb", "li", "mg", "mi",
            "ms", "mt", "nds", "nn", "ny", "oc", "qu", "rm", "rw", "scn", "sh", "sn", "so", "sq",
            "st", "su", "sw", "tk", "tl", "tn", "tr", "ts", "uz", "vec", "war", "wo", "xh", "yo",
            "zu",
        ],
        .cyrillic: ["be", "kk", "ky", "mk", "mn", "tg", "tt", "ba", "cv", "os", "sh", "bs"],
        .arabic: ["ps", "sd", "ug", "ckb", "ku"], .hebrew: ["yi"],
        .devanagari: ["hi", "mr", "ne", "sa", "mai", "bho", "kok"], .bengali: ["bn", "as", "mni"],
        .ethiopic: ["am", "ti"], .kana: ["ja"], .han: ["zh", "ja"],
    ]

    /// Says that a model is for no language in particular.
    private static let any = ["multilingual", "mul", "und", "xx", "any", "all", "code"]

    /// The two letters of a code with whatever region and script; `nil` for any language.
    static func plain(_ tag: String) -> String? {
        let code =
            tag.lowercased().split(whereSeparator: { $0 == "-" || $0 == "_" }).first.map(
                String.init)
            ?? ""
        if any.contains(code) { return nil }
        return shorter[code] ?? code
    }

    static func name(_ code: String) -> Message {
        CommonWords.languages.first { $0.code == code }?.language ?? names[code]
            ?? Message(verbatim: code)
    }

    /// The languages that texts in one may be taken for, itself first.
    static func kin(of code: String) -> [String] { [code] + (kin[code] ?? []) }

    /// The letters that texts in a language have; none if they are not known.
    static func scripts(of code: String) -> Set<Script> {
        if code == "sr" { return [.cyrillic, .latin] }
        var result = Set(Script.allCases.filter { $0.language == code })
        for (script, codes) in scripts where codes.contains(code) { result.insert(script) }
        for (script, languages) in [
            (Script.latin, CommonWords.latin), (.cyrillic, CommonWords.cyrillic),
            (.arabic, CommonWords.arabic),
        ] where languages.contains(where: { $0.code == code }) {
            result.insert(script)
        }
        return result
    }
}
