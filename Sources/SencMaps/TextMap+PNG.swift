import SencFiles
import SencMath

extension TextMap {
    /// Pixels for each unit of the layout, so that a picture is sharp on paper.
    private static let pixels: Float = 2
    private static let ink = Color(0x222222)

    /// The map as a picture in Portable Network Graphics, with a title and a legend if there are any.
    /// - Throws: `MapError.compression` if there is no memory for it.
    public func png() throws(MapError) -> [UInt8] {
        let layout = MapLayout(self)
        let scale = Self.pixels
        var raster = Raster(
            width: Int(Float(layout.width) * scale), height: Int(Float(MapLayout.height) * scale))
        for row in group.indices {
            let place = layout.place(coordinates[row])
            let style = style(ofPoint: row)
            raster.draw(
                style.marker, x: Float(place.x) * scale, y: Float(place.y) * scale,
                radius: Float(layout.radius) * scale, color: style.color, opacity: 0.8)
        }
        let font = StrokeFont.shared
        font.draw(
            layout.titleText(title), x: Float(layout.title.x) * scale,
            y: Float(layout.title.y) * scale,
            size: Float(MapLayout.titleSize) * scale, color: Self.ink, on: &raster)
        let size = Float(MapLayout.textSize) * scale
        for (index, entry) in legend.enumerated() {
            let place = layout.legend(index)
            let (x, y) = (Float(place.x) * scale, Float(place.y) * scale)
            raster.draw(
                entry.style.marker, x: x, y: y, radius: 5 * scale, color: entry.style.color)
            font.draw(
                MapLayout.legendText(entry.label, entry.count), x: x + 14 * scale,
                y: y + 0.35 * size, size: size, color: Self.ink, on: &raster)
        }
        return try raster.png()
    }

    /// Letters of the title and the legend that `png` draws as boxes, each once.
    public var lettersWithoutGlyph: String {
        let texts =
            [MapLayout(self).titleText(title)]
            + legend.map { MapLayout.legendText($0.label, $0.count) }
        var result = String.UnicodeScalarView()
        result += StrokeFont.shared.missing(in: texts.joined())
        return String(result)
    }
}
