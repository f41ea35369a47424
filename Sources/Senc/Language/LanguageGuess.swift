package import SencFiles

/// Which language a batch of texts is in, if it clearly is none of those that a model is for.
///
/// The first texts of a job are looked at as they pass. They are in a language if their words are
/// often its commonest ones, much more often than those of any language of the model, and nearly all
/// texts agree; or, for other letters than Latin's, if most letters are of a writing system that no
/// language of the model has. Short batches, code, names, numbers and mixtures tell nothing.
package struct LanguageGuess: Sendable {
    /// Texts that are looked at, and scalars of each.
    package static let maximumTexts = 200
    private static let maximumScalars = 1000

    /// The least to be seen of a batch before it can be told: words, and those among them that are
    /// common in its language, in all and different ones.
    private static let leastWords = 25
    private static let leastHits = 8
    private static let leastKinds = 5
    /// The share of common words; languages that put endings in their place have the fewest.
    private static let leastRate = 0.1
    /// The same for a model of a language whose own common words are not known.
    private static let leastRateBesideUnknown = 0.2
    /// How often the words of a language of the model may be among them, relative to that.
    private static let mostOwn = 0.7
    /// The share of texts that must agree, of those that can tell, and of those that may contradict.
    private static let leastAgreeing = 0.7
    private static let mostContradicting = 0.2
    /// Words of a text that can tell.
    private static let leastTextWords = 4
    /// Two languages are both told if the second has that many of the first one's common words.
    private static let kinship = 0.85
    /// Letters, and their share, of a writing system that no language of the model has. Those that
    /// write a word or syllable with a letter need fewer.
    private static let leastLetters = 100
    private static let leastSyllables = 40
    private static let leastLetterShare = 0.6
    private static let leastKanaShare = 0.1
    /// Letters of a text that can tell.
    private static let leastTextLetters = 5

    /// The languages of the model, plain.
    private let own: [String]
    private var texts: [Text] = []

    /// What is kept of a text.
    private struct Text: Sendable {
        var words: [String] = []
        /// How many letters of each script.
        var letters = [Int](repeating: 0, count: Script.allCases.count)
    }

    /// What the texts seem to be in.
    package enum Answer: Equatable, Sendable, Localizable {
        /// Codes of ISO 639-1, of languages that are hardly distinguishable.
        case languages([String])
        /// The letters' name, of which several languages are written.
        case script(Message)

        /// As after "in".
        package var message: Message {
            switch self {
            case .languages(let codes):
                codes.dropFirst().reduce(LanguageNames.name(codes.first ?? "")) { list, code in
                    "\(list) or \(LanguageNames.name(code))"
                }
            case .script(let name): "\(name) letters"
            }
        }
    }

    /// - Parameter languages: those that the model is said to be for.
    /// - Returns: `nil` if it is said to be for none, or for any.
    package init?(for languages: [String]) {
        let plain = languages.map(LanguageNames.plain)
        guard !plain.isEmpty, !plain.contains(nil) else { return nil }
        own = plain.compactMap(\.self)
    }

    /// Whether enough was seen.
    package var isFull: Bool { texts.count >= Self.maximumTexts }

    package mutating func add(_ text: String) {
        guard !isFull else { return }
        var (seen, word) = (Text(), "")
        for scalar in text.unicodeScalars.prefix(Self.maximumScalars) {
            if let script = Script(of: scalar) {
                seen.letters[script.rawValue] += 1
                word.unicodeScalars.append(scalar)
            } else if !word.isEmpty, 0x300...0x36F ~= scalar.value {
                word.unicodeScalars.append(scalar)
            } else if !word.isEmpty {
                seen.words.append(word.lowercased())
                word = ""
            }
        }
        if !word.isEmpty { seen.words.append(word.lowercased()) }
        texts.append(seen)
    }

    /// The names of languages, of each only one; what has none stays as it is.
    package static func names(of languages: [String]) -> [Message] {
        var seen: Set<String> = []
        return languages.compactMap(LanguageNames.plain).filter { seen.insert($0).inserted }
            .map(LanguageNames.name)
    }

    /// What all texts so far seem to be in; `nil` if that is a language of the model, or not clear.
    package var answer: Answer? {
        let letters = Script.allCases.map { script in
            texts.reduce(0) { $0 + $1.letters[script.rawValue] }
        }
        let total = letters.reduce(0, +)
        guard let (script, count) = Self.main(letters), total > 0,
            Double(count) >= Self.leastLetterShare * Double(total)
        else { return nil }
        let agreeing = texts.filter { Self.main($0.letters)?.script == script }.count
        let telling = texts.count { $0.letters.reduce(0, +) >= Self.leastTextLetters }
        guard Double(agreeing) >= Self.leastAgreeing * Double(telling) else { return nil }
        let ownScripts = own.map(LanguageNames.scripts)
        let isForeign = ownScripts.allSatisfy { !$0.isEmpty && !$0.contains(script) }
        let isWordy: Bool
        switch script {
        case .latin, .cyrillic, .arabic: isWordy = true
        case .han, .kana:
            // Japanese has both, Chinese none of its own.
            let kana = letters[Script.kana.rawValue]
            let isJapanese = Double(kana) >= Self.leastKanaShare * Double(count)
            let code = isJapanese ? "ja" : "zh"
            // A few titles of Japanese may have no kana.
            guard count >= Self.leastSyllables, !own.contains(code),
                isJapanese || !own.contains("ja") || kana == 0 && count >= Self.leastLetters
            else { return nil }
            return .languages([code])
        default: isWordy = false
        }
        if isWordy, let languages = languages(in: script) { return .languages(languages) }
        let least =
            [.thai, .hangul, .lao, .burmese, .khmer, .ethiopic].contains(script)
            ? Self.leastSyllables : Self.leastLetters
        guard isForeign, script != .latin, count >= least else { return nil }
        return script.language.map { .languages([$0]) } ?? .script(script.name)
    }

    private static func main(_ letters: [Int]) -> (script: Script, count: Int)? {
        // Japanese is written in two.
        var letters = letters
        let kana = letters[Script.kana.rawValue]
        letters[Script.han.rawValue] += kana
        letters[Script.kana.rawValue] = 0
        return Script.allCases.map { ($0, letters[$0.rawValue]) }.max { $0.1 < $1.1 }
            .flatMap { $0.1 > 0 ? $0 : nil }
    }

    /// The languages that the texts' words are common in, all of them foreign to the model.
    private func languages(in script: Script) -> [String]? {
        let counts = texts.map { Self.table.hits($0.words) }
        let words = texts.reduce(0) { $0 + $1.words.count }
        guard words >= Self.leastWords else { return nil }
        var hits = [Int](repeating: 0, count: CommonWords.languages.count)
        for text in counts { for (index, count) in text.enumerated() { hits[index] += count } }
        guard let best = hits.indices.max(by: { hits[$0] < hits[$1] }) else { return nil }
        let code = CommonWords.languages[best].code
        let ownIndices = Set(own.flatMap(LanguageNames.kin)).compactMap(Self.table.index)
        let ownHits = ownIndices.map { hits[$0] }.max() ?? 0
        let isKnown = own.allSatisfy { code in
            LanguageNames.kin(of: code).contains { Self.table.index($0) != nil }
                || LanguageNames.scripts(of: code).isDisjoint(with: [script])
                    && !LanguageNames.scripts(of: code).isEmpty
        }
        let leastRate = isKnown ? Self.leastRate : Self.leastRateBesideUnknown
        guard hits[best] >= Self.leastHits,
            Double(hits[best]) >= leastRate * Double(words), !ownIndices.contains(best),
            Double(ownHits) <= Self.mostOwn * Double(hits[best]),
            LanguageNames.scripts(of: code).contains(script),
            Self.table.kinds(of: best, in: texts.lazy.map(\.words)) >= Self.leastKinds
        else { return nil }
        var (telling, agreeing, contradicting) = (0, 0, 0)
        for (text, hits) in zip(texts, counts) where text.words.count >= Self.leastTextWords {
            let own = ownIndices.map { hits[$0] }.max() ?? 0
            guard hits[best] > 0 || own > 0 else { continue }
            telling += 1
            if hits[best] > own { agreeing += 1 }
            if hits[best] < own { contradicting += 1 }
        }
        guard telling > 0, Double(agreeing) >= Self.leastAgreeing * Double(telling),
            Double(contradicting) <= Self.mostContradicting * Double(telling)
        else { return nil }
        let second = hits.indices.filter { $0 != best && !ownIndices.contains($0) }
            .max { hits[$0] < hits[$1] }
        return [best, second].compactMap(\.self).filter {
            Double(hits[$0]) >= Self.kinship * Double(hits[best])
        }.map { CommonWords.languages[$0].code }
    }

    private static let table = WordTable()
}

/// The common words of all languages, each with the languages that it is common in.
private struct WordTable: Sendable {
    private var languages: [String: [Int]] = [:]

    init() {
        for (index, language) in CommonWords.languages.enumerated() {
            for word in Set(language.words.split(separator: " ")) {
                languages[String(word), default: []].append(index)
            }
        }
    }

    func index(_ code: String) -> Int? {
        CommonWords.languages.firstIndex { $0.code == code }
    }

    /// How many of some words are common in each language.
    func hits(_ words: [String]) -> [Int] {
        var result = [Int](repeating: 0, count: CommonWords.languages.count)
        for word in words { for index in languages[word] ?? [] { result[index] += 1 } }
        return result
    }

    /// How many different words of a language are among some.
    func kinds(of language: Int, in texts: some Sequence<[String]>) -> Int {
        var found: Set<String> = []
        for words in texts {
            for word in words where languages[word]?.contains(language) == true {
                found.insert(word)
            }
        }
        return found.count
    }
}
