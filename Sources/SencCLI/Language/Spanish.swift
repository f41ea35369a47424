/// The program's texts in Spanish, each under the English one, whose values have the same numbers in
/// both. The parts are those of the texts' targets; a test compares them with the sources.
enum Spanish {
    static let table = Dictionary(
        parts.joined().map { ($0.english, $0.spanish) }, uniquingKeysWith: { first, _ in first })

    typealias Entry = (english: String, spanish: String)

    static var parts: [[Entry]] { [files, documents] }
}
