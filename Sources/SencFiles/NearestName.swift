/// Finding, among the names that there are, the one that a user may have meant by one that there is
/// not.
package enum NearestName {
    /// Longer names are not compared.
    private static let comparedBytes = 96
    /// More names are not looked at.
    private static let comparedNames = 10_000
    /// This many bytes of a name, or more, stand for all of it.
    private static let leastPart = 4

    /// How many bytes must be put in, left out, changed or swapped with the next to make one name
    /// the other (Damerau and Levenshtein's distance of optimal alignment), whatever their case;
    /// `nil` for names too long to be compared.
    package static func distance(_ one: String, _ other: String) -> Int? {
        let (one, other) = (Array(one.lowercased().utf8), Array(other.lowercased().utf8))
        guard one.count <= comparedBytes, other.count <= comparedBytes else { return nil }
        var (earlier, previous) = ([Int](), Array(0...other.count))
        for (index, byte) in one.enumerated() {
            var row = [index + 1]
            for column in other.indices {
                var distance = min(
                    previous[column] + (byte == other[column] ? 0 : 1), row[column] + 1,
                    previous[column + 1] + 1)
                if index > 0, column > 0, byte == other[column - 1],
                    one[index - 1] == other[column]
                {
                    distance = min(distance, earlier[column - 1] + 1)
                }
                row.append(distance)
            }
            (earlier, previous) = (previous, row)
        }
        return previous[other.count]
    }

    /// The index of the name with the least distance, the first of several.
    package static func index(
        of wanted: String, among names: [String], within limit: Int
    ) -> Int? {
        let likeness = names.prefix(comparedNames).enumerated().compactMap { index, name in
            distance(name, wanted).map { (distance: $0, index: index) }
        }
        guard let nearest = likeness.min(by: { $0 < $1 }), nearest.distance <= limit else {
            return nil
        }
        return nearest.index
    }

    /// The name that is near enough to be meant: no more than a third of its bytes differ, or one of
    /// the two is a part of the other.
    package static func suggestion(for wanted: String, among names: [String]) -> String? {
        let limit = max(1, wanted.utf8.count / 3)
        if let index = index(of: wanted, among: names, within: limit) { return names[index] }
        let part = Array(wanted.lowercased().utf8)
        return names.prefix(comparedNames).first { name in
            let name = Array(name.lowercased().utf8)
            guard min(name.count, part.count) >= leastPart else { return false }
            return name.contains(part) || part.contains(name)
        }
    }

    /// What an error says of a suggestion: `; did you mean 'x'?`, or nothing.
    package static func question(_ suggestion: String?) -> Message {
        suggestion.map { "; did you mean \($0.quoted())?" } ?? ""
    }
}
