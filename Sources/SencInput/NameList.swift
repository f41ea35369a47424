import SencFiles

/// The names that there are, for an error that says that one is not among them.
struct NameList: Localizable {
    /// Names that are reported at most, and the letters of each.
    private static let shownNames = 20
    private static let shownLetters = 40

    private let names: [String]

    init(_ names: [String]) {
        self.names = names
    }

    /// - Parameter wanted: the name that is not there; those like it come first.
    init(_ names: [String], nearestTo wanted: String) {
        let limit = max(1, wanted.utf8.count / 2)
        guard let index = NearestName.index(of: wanted, among: names, within: limit) else {
            self.names = names
            return
        }
        var names = names
        names.insert(names.remove(at: index), at: 0)
        self.names = names
    }

    var message: Message {
        let shown = names.prefix(Self.shownNames).map { $0.quoted(limit: Self.shownLetters) }
        let left = names.count - shown.count
        let list = shown.joined(separator: ", ")
        return left > 0 ? "\(list) and \(left) more" : Message(verbatim: list)
    }
}
