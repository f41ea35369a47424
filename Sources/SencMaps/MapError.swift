public import SencFiles

/// Why points cannot be drawn. Rows count from 0.
public enum MapError: Diagnostic, Equatable {
    /// Coordinates of another number of columns than 2.
    case dimension(Int)
    /// A point with a coordinate that is infinite or not a number.
    case notFinite(row: Int)
    /// Texts or labels that are not one for each point.
    case count(Int, points: Int)
    /// zlib has no memory left.
    case compression

    public var message: Message {
        switch self {
        case .dimension(let dimension): "points of a map have 2 coordinates, not \(dimension)"
        case .notFinite(let row): "point \(row) has coordinates that are not finite"
        case .count(let count, let points):
            switch (count, points) {
            case (1, _): "there is 1 text or label for \(points) points"
            case (_, 1): "there are \(count) texts or labels for 1 point"
            default: "there are \(count) texts or labels for \(points) points"
            }
        case .compression: "not enough memory to compress the image"
        }
    }

    public var status: ExitStatus { self == .compression ? .ioFailure : .badData }
}
