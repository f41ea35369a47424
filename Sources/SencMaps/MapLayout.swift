import SencFiles
import SencMath

/// Where things are on a drawing, in its units; y grows downwards.
struct MapLayout {
    static let height = 800.0
    static let textSize = 13.0
    static let titleSize = 20.0
    /// The part of the size of a text that its letters are wide in the mean, at most.
    private static let widestLetter = 0.7
    static let legendLine = 22.0
    /// Of a legend's label; longer ones are cut.
    private static let labelLimit = 34
    private static let margin = 24.0
    private static let side = 760.0
    private static let legendWidth = 400.0

    let width: Double
    let hasTitle: Bool
    /// Of a point.
    let radius: Double
    private let scale: Double
    private let middle: (x: Double, y: Double)

    init(_ map: TextMap) {
        hasTitle = !map.title.isEmpty
        let hasLegend = !map.legend.isEmpty
        width = Self.side + 2 * Self.margin + (hasLegend ? Self.legendWidth : 0)
        // Fewer points are drawn larger.
        radius = min(5, max(0.9, 150 / Double(max(map.coordinates.rows, 1)).squareRoot()))
        let box = map.box
        let top = hasTitle ? 2.5 * Self.titleSize : 0
        let space = Self.height - 2 * Self.margin - top - 2 * radius
        let longer = max(box.width * space / (Self.side - 2 * radius), box.height)
        scale = longer > 0 ? space / longer : 0
        middle = (box.left + box.width / 2, box.bottom + box.height / 2)
        center = (Self.margin + Self.side / 2, Self.margin + top + radius + space / 2)
    }

    private let center: (x: Double, y: Double)

    func place(_ point: ArraySlice<Float>) -> (x: Double, y: Double) {
        let (x, y) = (Double(point.first ?? 0), Double(point.last ?? 0))
        return (center.x + (x - middle.x) * scale, center.y - (y - middle.y) * scale)
    }

    /// Where the title's line of letters stands.
    var title: (x: Double, y: Double) { (Self.margin, Self.margin + Self.titleSize) }

    /// The middle of a legend's marker.
    func legend(_ entry: Int) -> (x: Double, y: Double) {
        let top = Self.margin + (hasTitle ? 2.5 * Self.titleSize : 0)
        return (Self.side + 2 * Self.margin, top + (Double(entry) + 0.5) * Self.legendLine)
    }

    static func legendText(_ label: String, _ count: Int) -> String {
        "\(cut(label, labelLimit))  \(count)"
    }

    /// A title on one line, cut where the drawing ends.
    func titleText(_ title: String) -> String {
        Self.cut(title.onOneLine(), Int(width / (Self.titleSize * Self.widestLetter)))
    }

    private static func cut(_ text: String, _ limit: Int) -> String {
        let isCut = text.unicodeScalars.count > limit
        return isCut ? String(text.unicodeScalars.prefix(limit)) + "…" : text
    }
}

extension TextMap {
    /// The least box around the points, zeros if there are none.
    var box: (left: Double, bottom: Double, width: Double, height: Double) {
        guard coordinates.rows > 0 else { return (0, 0, 0, 0) }
        var (least, most) = (
            SIMD2<Double>(repeating: .infinity), SIMD2<Double>(repeating: -.infinity)
        )
        for row in 0..<coordinates.rows {
            let point = SIMD2(Double(coordinates[row, 0]), Double(coordinates[row, 1]))
            least = pointwiseMin(least, point)
            most = pointwiseMax(most, point)
        }
        return (least.x, least.y, most.x - least.x, most.y - least.y)
    }
}
