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

    /// The name that says that the field is the text.
    func usualName(in names: [String]) -> String? {
        let folded = names.map(Self.folded)
        return Self.usualNames.lazy.compactMap { folded.firstIndex(of: $0) }.map { names[$0] }
            .first { !others.contains($0) }
    }

    /// Scalars of all values, if most of those that are not empty are of several words; else 0.
    private static func length(_ values: [String]) -> Int {
        let values = values.filter { !$0.utf8.allSatisfy(\.isWhiteSpace) }
        let texts = values.count { wordCount($0) > 1 }
        guard texts * 2 > values.count else { return 0 }
        return values.reduce(0) { $0 + $1.unicodeScalars.count }
    }

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
