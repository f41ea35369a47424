/// How the points of a group are drawn.
struct PointStyle: Equatable {
    let color: Color
    let marker: Marker

    static let other = PointStyle(color: Palette.other, marker: .disc)

    /// Groups have the palette's colors in turn, and the next marker each time around.
    /// - Parameter rank: of the group, from 0, less than `TextMap.mostGroups`.
    init(rank: Int) {
        self.init(
            color: Palette.colors[rank % Palette.colors.count],
            marker: Marker.allCases[rank / Palette.colors.count % Marker.allCases.count])
    }

    private init(color: Color, marker: Marker) {
        self.color = color
        self.marker = marker
    }
}

struct Color: Equatable {
    let red: UInt8
    let green: UInt8
    let blue: UInt8

    /// - Parameter code: the three bytes in one number.
    init(_ code: UInt32) {
        red = UInt8(truncatingIfNeeded: code >> 16)
        green = UInt8(truncatingIfNeeded: code >> 8)
        blue = UInt8(truncatingIfNeeded: code)
    }

    /// As CSS writes it.
    var hexadecimal: String {
        let digits = [red, green, blue].map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return "#" + digits.joined()
    }
}

/// Colors that any color vision distinguishes, on white and on black: the sequence of ten of
/// Petroff, "Accessible color sequences for data visualization", 2021, its grays left for the rest.
enum Palette {
    static let colors = [
        0x3F90DA, 0xFFA90E, 0xBD1F01, 0x832DB6, 0xA96B59, 0xE76300, 0xB9AC70, 0x92DADD,
    ].map { Color($0) }
    static let other = Color(0x94A4A2)
}

enum Marker: Int, CaseIterable {
    case disc, square, triangle, diamond

    /// How far a place is outside of a marker around the origin, less than 0 inside; y grows
    /// downwards. All markers of a radius cover about the same area.
    func distance(x: Float, y: Float, radius: Float) -> Float {
        switch self {
        case .disc: (x * x + y * y).squareRoot() - radius
        case .square: max(abs(x), abs(y)) - 0.89 * radius
        case .triangle: max(abs(x) * 0.866 - y * 0.5, y) - 0.78 * radius
        case .diamond: (abs(x) + abs(y)) * 0.7071 - 0.89 * radius
        }
    }

    /// The corners of a marker of radius 1; none for the disc.
    var corners: [(x: Double, y: Double)] {
        switch self {
        case .disc: []
        case .square: [(-0.89, -0.89), (0.89, -0.89), (0.89, 0.89), (-0.89, 0.89)]
        case .triangle: [(0, -1.56), (1.35, 0.78), (-1.35, 0.78)]
        case .diamond: [(0, -1.26), (1.26, 0), (0, 1.26), (-1.26, 0)]
        }
    }
}
