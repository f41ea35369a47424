import SencFiles
import SencMath

extension TextMap {
    /// Of a text's scalars; longer ones are cut, so that maps of whole documents can be opened.
    private static let textLimit = 500
    /// Coordinates are written as whole numbers up to here.
    private static let resolution = 65_535.0

    /// The map as one page that needs nothing else: it opens offline, and refuses to load anything.
    public func html() -> String {
        MapPage.html(title: title, data: json())
    }

    /// What the page draws, fit to stand in a script element.
    private func json() -> String {
        let box = box
        let longer = max(box.width, box.height)
        let scale = longer > 0 ? Self.resolution / longer : 0
        let points = group.indices.map { row in
            (
                x: Int((Double(coordinates[row, 0]) - box.left) * scale),
                y: Int((Double(coordinates[row, 1]) - box.bottom) * scale)
            )
        }
        let json = JSONWriter.bytes {
            $0.object { map in
                func line(_ key: String, _ write: (inout JSONWriter) -> Void) {
                    map.breakLine()
                    map.member(key, write)
                }
                map.array("x", points) { $0.value($1.x) }
                line("y") { $0.array(points) { $0.value($1.y) } }
                if labels != nil {
                    line("labels") { $0.array(groups) { $0.value(Self.start(of: $1.label)) } }
                    line("label") { $0.value(group) }
                }
                line("groups") {
                    $0.array(legend) { writer, entry in
                        writer.object {
                            $0.member("name", entry.label)
                            $0.member("count", entry.count)
                            $0.member("color", entry.style.color.hexadecimal)
                            $0.member("marker", entry.style.marker.rawValue)
                        }
                    }
                }
                line("plain") { $0.value(Palette.colors[0].hexadecimal) }
                if let texts { line("texts") { $0.array(texts) { $0.value(Self.start(of: $1)) } } }
            }
        }
        return Self.inScript(json)
    }

    private static func start(of text: String) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > textLimit else { return text }
        return String(scalars.prefix(textLimit)) + "…"
    }

    /// JSON without what could end a script element or begin a comment in one, and without the two
    /// line separators that older JavaScript has no strings with.
    private static func inScript(_ bytes: [UInt8]) -> String {
        var result = String.UnicodeScalarView()
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            switch scalar {
            // They occur within strings alone.
            case "<", ">", "&", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                result +=
                    "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".unicodeScalars
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
