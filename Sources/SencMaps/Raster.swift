/// A picture of 8-bit colors, in which shapes cover pixels by parts (anti-aliasing).
struct Raster {
    let width: Int
    let height: Int
    /// [height, width, 3]: red, green and blue.
    private(set) var bytes: [UInt8]

    /// A white picture.
    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        bytes = [UInt8](repeating: 255, count: 3 * width * height)
    }

    /// A marker; what lies outside of the picture is left out.
    mutating func draw(
        _ marker: Marker, x: Float, y: Float, radius: Float, color: Color, opacity: Float = 1
    ) {
        // No marker goes farther from its middle than its corners do.
        let reach = 1.6 * radius
        fill(left: x - reach, right: x + reach, top: y - reach, bottom: y + reach, color, opacity) {
            marker.distance(x: $0 - x, y: $1 - y, radius: radius)
        }
    }

    /// A line with round ends.
    mutating func drawLine(
        from start: SIMD2<Float>, to end: SIMD2<Float>, width: Float, color: Color
    ) {
        let way = end - start
        let square = (way * way).sum()
        let radius = width / 2
        fill(
            left: min(start.x, end.x) - radius, right: max(start.x, end.x) + radius,
            top: min(start.y, end.y) - radius, bottom: max(start.y, end.y) + radius, color, 1
        ) { x, y in
            let from = SIMD2(x, y) - start
            let part = square > 0 ? min(max((from * way).sum() / square, 0), 1) : 0
            let off = from - part * way
            return (off * off).sum().squareRoot() - radius
        }
    }

    /// Covers each pixel by the part of it that is inside, about, by the distance of its middle.
    private mutating func fill(
        left: Float, right: Float, top: Float, bottom: Float, _ color: Color, _ opacity: Float,
        _ distance: (Float, Float) -> Float
    ) {
        func pixels(_ from: Float, _ to: Float, _ count: Int) -> Range<Int> {
            let first = min(max(from - 1, 0), Float(count))
            return Int(first)..<Int(min(max(to + 2, first), Float(count)))
        }
        for row in pixels(top, bottom, height) {
            for column in pixels(left, right, width) {
                let inside = 0.5 - distance(Float(column) + 0.5, Float(row) + 0.5)
                let cover = min(max(inside, 0), 1) * opacity
                guard cover > 0 else { continue }
                let place = 3 * (row * width + column)
                blend(place, color.red, cover)
                blend(place + 1, color.green, cover)
                blend(place + 2, color.blue, cover)
            }
        }
    }

    private mutating func blend(_ place: Int, _ value: UInt8, _ cover: Float) {
        let old = Float(bytes[place])
        bytes[place] = UInt8(min(max((old + (Float(value) - old) * cover).rounded(), 0), 255))
    }
}
