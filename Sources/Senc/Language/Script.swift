import SencFiles

/// A writing system, as far as a letter tells it. The blocks that the languages of today use.
enum Script: Int, Sendable, CaseIterable {
    case latin, greek, cyrillic, armenian, hebrew, arabic
    case devanagari, bengali, gurmukhi, gujarati, tamil, telugu, kannada, malayalam, sinhala
    case thai, lao, burmese, georgian, ethiopic, khmer
    case kana, hangul, han

    private static let blocks: [(range: ClosedRange<UInt32>, script: Script)] = [
        (0x41...0x5A, .latin), (0x61...0x7A, .latin), (0xC0...0x24F, .latin),
        (0x370...0x3FF, .greek), (0x400...0x52F, .cyrillic), (0x531...0x58F, .armenian),
        (0x5D0...0x5F4, .hebrew), (0x620...0x65F, .arabic), (0x66E...0x6EF, .arabic),
        (0x750...0x77F, .arabic),
        (0x900...0x97F, .devanagari), (0x980...0x9FF, .bengali), (0xA00...0xA7F, .gurmukhi),
        (0xA80...0xAFF, .gujarati), (0xB80...0xBFF, .tamil), (0xC00...0xC7F, .telugu),
        (0xC80...0xCFF, .kannada), (0xD00...0xD7F, .malayalam), (0xD80...0xDFF, .sinhala),
        (0xE00...0xE7F, .thai), (0xE80...0xEFF, .lao), (0x1000...0x109F, .burmese),
        (0x10A0...0x10FF, .georgian), (0x1100...0x11FF, .hangul), (0x1200...0x139F, .ethiopic),
        (0x1780...0x17FF, .khmer), (0x1E00...0x1EFF, .latin), (0x1F00...0x1FFF, .greek),
        (0x3040...0x30FF, .kana), (0x3400...0x4DBF, .han), (0x4E00...0x9FFF, .han),
        (0xAC00...0xD7A3, .hangul), (0xF900...0xFAFF, .han), (0xFB50...0xFDFF, .arabic),
        (0xFE70...0xFEFC, .arabic), (0x2_0000...0x3_FFFF, .han),
    ]

    /// - Parameter letter: anything else has none, except combining marks and signs of the blocks.
    init?(of letter: Unicode.Scalar) {
        var (low, high) = (0, Self.blocks.count)
        while low < high {
            let middle = (low + high) / 2
            if Self.blocks[middle].range.upperBound < letter.value {
                low = middle + 1
            } else {
                high = middle
            }
        }
        guard low < Self.blocks.count, Self.blocks[low].range.contains(letter.value),
            letter != "\u{D7}", letter != "\u{F7}"
        else { return nil }
        self = Self.blocks[low].script
    }

    /// The language that is the only one with it, or by far the commonest.
    var language: String? {
        switch self {
        case .greek: "el"
        case .armenian: "hy"
        case .hebrew: "he"
        case .gurmukhi: "pa"
        case .gujarati: "gu"
        case .tamil: "ta"
        case .telugu: "te"
        case .kannada: "kn"
        case .malayalam: "ml"
        case .sinhala: "si"
        case .thai: "th"
        case .lao: "lo"
        case .burmese: "my"
        case .georgian: "ka"
        case .khmer: "km"
        case .hangul: "ko"
        case .latin, .cyrillic, .arabic, .devanagari, .bengali, .ethiopic, .kana, .han: nil
        }
    }

    /// What its letters are called.
    var name: Message {
        switch self {
        case .latin: "Latin"
        case .cyrillic: "Cyrillic"
        case .arabic: "Arabic"
        case .devanagari: "Devanagari"
        case .bengali: "Bengali"
        case .ethiopic: "Ethiopic"
        case .kana: "Kana"
        case .han: "Han"
        default: LanguageNames.name(language ?? "")
        }
    }
}
