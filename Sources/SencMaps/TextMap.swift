import SencFiles
public import SencMath

/// Points of a plane with their texts and labels, to be looked at.
public struct TextMap: Sendable {
    /// More groups are not distinguished: those of the fewest points are drawn alike.
    static let mostGroups = Palette.colors.count * Marker.allCases.count

    /// [points, 2]
    public let coordinates: Matrix
    /// One for each point.
    public let texts: [String]?
    /// One for each point; points with the same one are a group.
    public let labels: [String]?
    /// What stands above the drawing, and is the page's title; may be empty.
    public let title: String

    /// The labels, that of the most points first, and of as many the one that comes first.
    let groups: [(label: String, count: Int)]
    /// The group of each point, counted from 0.
    let group: [Int]

    /// A map of points, such as `TSNE` or `PrincipalComponents.plane` makes of vectors.
    /// - Parameters:
    ///   - coordinates: [points, 2]
    ///   - texts: one for each point, if any.
    ///   - labels: the same.
    ///   - title: what stands above the drawing; empty for none.
    /// - Throws: `MapError`.
    public init(
        coordinates: Matrix, texts: [String]? = nil, labels: [String]? = nil, title: String = ""
    ) throws(MapError) {
        guard coordinates.columns == 2 else { throw .dimension(coordinates.columns) }
        if let row = (0..<coordinates.rows).first(where: { row in
            !coordinates[row].allSatisfy(\.isFinite)
        }) {
            throw .notFinite(row: row)
        }
        for list in [texts, labels] {
            if let count = list?.count, count != coordinates.rows {
                throw .count(count, points: coordinates.rows)
            }
        }
        self.coordinates = coordinates
        self.texts = texts
        self.labels = labels
        self.title = title
        let all = labels ?? Array(repeating: "", count: coordinates.rows)
        var places: [String: Int] = [:]
        var counted: [(label: String, count: Int)] = []
        let found = all.map { label in
            let place = places[label] ?? counted.count
            if place == counted.count {
                places[label] = place
                counted.append((label, 0))
            }
            counted[place].count += 1
            return place
        }
        let order = counted.indices.sorted {
            (-counted[$0].count, $0) < (-counted[$1].count, $1)
        }
        var ranks = [Int](repeating: 0, count: order.count)
        for (rank, place) in order.enumerated() { ranks[place] = rank }
        groups = order.map { counted[$0] }
        group = found.map { ranks[$0] }
    }

    /// How many groups are distinguished.
    var distinctGroups: Int { groups.count <= Self.mostGroups ? groups.count : Self.mostGroups - 1 }

    /// What a legend lists: the groups that are distinguished, and the others as one.
    var legend: [(label: String, count: Int, style: PointStyle)] {
        guard labels != nil else { return [] }
        var entries = groups.prefix(distinctGroups).enumerated().map { rank, group in
            (
                label: group.label.isEmpty ? "(none)" : group.label.onOneLine(), count: group.count,
                style: PointStyle(rank: rank)
            )
        }
        let others = groups.dropFirst(distinctGroups)
        if !others.isEmpty {
            let count = others.reduce(0) { $0 + $1.count }
            entries.append(("\(others.count) others", count, .other))
        }
        return entries
    }

    func style(ofPoint point: Int) -> PointStyle {
        group[point] < distinctGroups ? PointStyle(rank: group[point]) : .other
    }
}
