import SencFiles

/// Finds the text among the fields of a table where nobody names it: by a usual name, else as the
/// only field, else as the field whose values are by far the longest ones of several words.
struct TextField {
    /// Rows and bytes of a table that are looked at.
    static let sampleRows = 100
    static let sampleBytes = 1 << 17

    /// What such fields are called, in lower case without accents; the first that is there is it.
    private static let usualNames = [
        "text", "texto", "sentence", "sentencia", "frase", "content", "contenido", "title",
        "titulo", "titular", "headline", "description", "descripcion", "body", "cuerpo", "query",
        "consulta", "question", "pregunta", "review", "resena", "comment", "comentario", "mensaje",
        "message", "opinion", "resumen", "abstract", "summary",
    ]
    /// How many times longer than the next such field a text is.
    private static let leastFactor = 2
    /// A longer name, in letters or words, is a text under no header.
    private static let longestName = 40
    private static let mostNameWords = 4

    /// Fields that are something else, such as an id.
    let others: [String]

    /// - Parameters:
    ///   - names: those of all fields, in their order.
    ///   - rows: values of the first rows, each in the order of the names.
    func find(_ names: [String], rows: () throws(InputError) -> [[String]]) throws(InputError)
        -> String?
    {
        if let name = usualName(in: names) { return name }
        let own = names.indices.filter { !others.contains(names[$0]) && Self.isName(names[$0]) }
        if names.count == 1 { return own.first.map { names[$0] } }
        let rows = try rows()
        let texts = own.map { index in (index: index, length: Self.length(rows.map { $0[index] })) }
            .filter { $0.length > 0 }.sorted { (-$0.length, $0.index) < (-$1.length, $1.index) }
        guard let longest = texts.first else { return nil }
        if texts.count > 1, longest.length < Self.leastFactor * texts[1].length { return nil }
        return names[longest.index]
    }

    /// Whether the first row of a table seems to be values, as those behind it are, and no names of
    /// columns: where all else in a column are numbers, it has one; or it has what comes again in
    /// the column, or a text that is too long for a name where the text is.
    func isOfValues(_ first: [String], _ rows: [[String]]) -> Bool {
        // Files that were put together have a header more than once.
        let rows = rows.filter { $0 != first }
        let lengths = first.indices.map { index in Self.length(rows.map { $0[index] }) }
        let isTextLong = first.indices.max { lengths[$0] < lengths[$1] }.map { index in
            (rows.isEmpty || lengths[index] > 0) && !Self.isName(first[index])
        }
        if isTextLong == true { return true }
        return first.indices.contains { index in
            let values = rows.map { $0[index] }.filter { !Self.isBlank($0) }
            guard !Self.isBlank(first[index]), !values.isEmpty else { return false }
            return values.contains(first[index])
                || Self.isNumber(first[index]) && values.allSatisfy(Self.isNumber)
                    && (!Self.isYear(first[index]) || values.allSatisfy(Self.isYear))
        }
    }

    /// With a point or a comma.
    private static func isNumber(_ text: String) -> Bool {
        Double(text.replacing(",", with: ".")) != nil
    }

    /// Such as columns are called by.
    private static func isYear(_ text: String) -> Bool {
        Int(text).map((1000...2999).contains) == true
    }

    /// The name that says that the field is the text.
    func usualName(in names: [String]) -> String? {
        let folded = names.map(Self.folded)
        return Self.usualNames.lazy.compactMap { folded.firstIndex(of: $0) }.map { names[$0] }
            .first { !others.contains($0) }
    }

    /// Scalars of all values, if most of those that are not empty are of several words; else 0.
    private static func length(_ values: [String]) -> Int {
        let values = values.filter { !isBlank($0) }
        let texts = values.count { wordCount($0) > 1 }
        guard texts * 2 > values.count else { return 0 }
        return values.reduce(0) { $0 + $1.unicodeScalars.count }
    }

    private static func isBlank(_ text: String) -> Bool { text.utf8.allSatisfy(\.isWhiteSpace) }

    private static func isName(_ name: String) -> Bool {
        name.unicodeScalars.count <= longestName && wordCount(name) <= mostNameWords
    }

    /// Parts between white space that have a letter.
    private static func wordCount(_ text: String) -> Int {
        text.unicodeScalars.split { $0.properties.isWhitespace }
            .count { $0.contains(where: \.properties.isAlphabetic) }
    }

    /// In lower case, without accents and without what is around it.
    private static func folded(_ name: String) -> String {
        var folded = String.UnicodeScalarView()
        for scalar in name.lowercased().unicodeScalars {
            switch scalar {
            case "á", "à", "â", "ä", "ã": folded.append("a")
            case "é", "è", "ê", "ë": folded.append("e")
            case "í", "ì", "î", "ï": folded.append("i")
            case "ó", "ò", "ô", "ö", "õ": folded.append("o")
            case "ú", "ù", "û", "ü": folded.append("u")
            case "ñ": folded.append("n")
            case "ç": folded.append("c")
            case "\u{300}"..."\u{36F}": break
            case _ where scalar.properties.isWhitespace || scalar == "\u{FEFF}": break
            default: folded.append(scalar)
            }
        }
        return String(folded)
    }
}
