public import SencFiles

/// Why numbers do not serve as the ranges of int8 vectors.
public enum CalibrationError: Diagnostic, Equatable {
    /// Fewer than two vectors, which have no ranges.
    case tooFewVectors(Int)
    /// Not two rows of at least one column.
    case shape(rows: Int, columns: Int)
    /// The ends of a range are the wrong way round, not finite, or too far apart.
    case range(component: Int, minimum: Float, maximum: Float)

    public var message: Message {
        switch self {
        case .tooFewVectors(let count):
            count == 1
                ? "1 vector is too few to calibrate int8; give 2 or more"
                : "\(count) vectors are too few to calibrate int8; give 2 or more"
        case .shape(let rows, let columns):
            "int8 ranges must be [2, dimension], not [\(rows), \(columns)]"
        case .range(let component, let minimum, let maximum):
            "the int8 range of component \(component) cannot be from \(minimum) to \(maximum)"
        }
    }

    public var status: ExitStatus { .badData }
}
