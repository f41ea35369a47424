import SencFiles
import SencMath

extension TextMap {
    /// The map as a drawing in Scalable Vector Graphics 1.1, with a title and a legend if there are
    /// any. It refers to nothing outside of it.
    public func svg() -> String {
        let layout = MapLayout(self)
        let (width, height) = (Self.decimal(layout.width), Self.decimal(MapLayout.height))
        var text = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" \
            width="\(width)" height="\(height)" font-family="Helvetica, Arial, sans-serif" \
            font-size="\(Self.decimal(MapLayout.textSize))" fill="#222222">
            <title>\(Markup.escaped(title))</title>
            <rect width="\(width)" height="\(height)" fill="#ffffff"/>

            """
        if layout.hasTitle {
            text += """
                <text x="\(Self.decimal(layout.title.x))" y="\(Self.decimal(layout.title.y))" \
                font-size="\(Self.decimal(MapLayout.titleSize))">\
                \(Markup.escaped(layout.titleText(title)))</text>

                """
        }
        var points = [String](repeating: "", count: distinctGroups + 1)
        for row in group.indices {
            let place = layout.place(coordinates[row])
            points[min(group[row], distinctGroups)] += Self.marker(
                style(ofPoint: row).marker, at: place, radius: layout.radius)
        }
        for (rank, markers) in points.enumerated() where !markers.isEmpty {
            let style = rank < distinctGroups ? PointStyle(rank: rank) : .other
            text += "<g fill=\"\(style.color.hexadecimal)\" fill-opacity=\"0.8\">\n\(markers)</g>\n"
        }
        for (index, entry) in legend.enumerated() {
            let place = layout.legend(index)
            text += "<g fill=\"\(entry.style.color.hexadecimal)\">"
            text += Self.marker(entry.style.marker, at: place, radius: 5).dropLast() + "</g>"
            let label = Markup.escaped(MapLayout.legendText(entry.label, entry.count))
            text += "<text x=\"\(Self.decimal(place.x + 14))\" "
            text += "y=\"\(Self.decimal(place.y + MapLayout.textSize * 0.35))\">\(label)</text>\n"
        }
        return text + "</svg>\n"
    }

    private static func marker(
        _ marker: Marker, at place: (x: Double, y: Double), radius: Double
    ) -> String {
        guard marker != .disc else {
            return "<circle cx=\"\(decimal(place.x))\" cy=\"\(decimal(place.y))\" "
                + "r=\"\(decimal(radius))\"/>\n"
        }
        let corners = marker.corners.map { corner in
            decimal(place.x + corner.x * radius) + "," + decimal(place.y + corner.y * radius)
        }
        return "<polygon points=\"\(corners.joined(separator: " "))\"/>\n"
    }

    /// With two digits after the point at most.
    private static func decimal(_ number: Double) -> String {
        let rounded = (number * 100).rounded() / 100
        let text = "\(rounded)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}

/// Text in XML and HTML.
enum Markup {
    /// On one line, with what has a meaning there written as references; what XML has no place for
    /// is replaced.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.onOneLine().unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
