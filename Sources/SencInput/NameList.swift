import SencFiles

/// The names that there are, for an error that says that one is not among them.
struct NameList: CustomStringConvertible {
    /// Names that are told at most, and the letters of each.
    private static let shownNames = 20
    private static let shownLetters = 40
    /// Longer names are not compared.
    private static let comparedBytes = 64

    private let names: [String]

    init(_ names: [String]) {
        self.names = names
    }

    /// - Parameter wanted: the name that is not there; those like it come first.
    init(_ names: [String], nearestTo wanted: String) {
        let likeness = names.prefix(1000).enumerated().map { index, name in
            (distance: Self.distance(name.lowercased(), wanted.lowercased()), index: index)
        }
        guard let nearest = likeness.min(by: { $0 < $1 }),
            nearest.distance <= max(1, wanted.utf8.count / 2)
        else {
            self.names = names
            return
        }
        var names = names
        names.insert(names.remove(at: nearest.index), at: 0)
        self.names = names
    }

    var description: String {
        let shown = names.prefix(Self.shownNames).map { $0.quoted(limit: Self.shownLetters) }
        let left = names.count - shown.count
        return shown.joined(separator: ", ") + (left > 0 ? " and \(left) more" : "")
    }

    /// How many bytes must be put in, left out or changed to make one name the other (Levenshtein).
    private static func distance(_ one: String, _ other: String) -> Int {
        let (one, other) = (Array(one.utf8), Array(other.utf8))
        guard one.count <= comparedBytes, other.count <= comparedBytes else { return .max }
        var row = Array(0...other.count)
        for (index, byte) in one.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in other.indices {
                let changed = diagonal + (byte == other[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(changed, row[column] + 1, row[column + 1] + 1)
            }
        }
        return row[other.count]
    }
}
