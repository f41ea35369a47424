import CZlib
import Foundation
import SencMath
import SencVectors
import Testing

#if canImport(FoundationXML)
import FoundationXML
import SencMaps
#endif

/// Maps as pages, drawings, pictures and tables.
struct TextMapTests {
    private static let hostile = [
        "</script><script>alert(1)</script>", "<!--<script>", "a\u{2028}b & c", "tab\there",
        "\"quoted\", \\ and\nbroken", "]]>\u{0}\u{FFFF}", "{{title}} ${x} `y` \\(z)", "",
    ]

    private func map(_ texts: [String] = hostile, labels: [String]? = nil) throws -> TextMap {
        let elements = texts.indices.flatMap { [Float($0), Float($0 * $0 % 7)] }
        return try TextMap(
            coordinates: Matrix(rows: texts.count, columns: 2, elements: elements), texts: texts,
            labels: labels, title: "<b>Ñandú</b> & \"co\"")
    }

    private func data(of page: String) throws -> [String: Any] {
        let start = try #require(page.range(of: "id=\"data\">"))
        let end = try #require(page.range(of: "</script", range: start.upperBound..<page.endIndex))
        let json = page[start.upperBound..<end.lowerBound]
        return try #require(
            JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    }

    @Test func pageHoldsTextsAsTheyAreAndNothingElseOfThem() throws {
        let labels = ["</title>", "b", "b", "b", "c", "", "", "c"]
        let page = try map(labels: labels).html()
        let data = try data(of: page)
        #expect(data["texts"] as? [String] == Self.hostile)
        #expect(data["labels"] as? [String] == ["b", "c", "", "</title>"])
        #expect(data["label"] as? [Int] == [3, 0, 0, 0, 1, 2, 2, 1])
        #expect((data["x"] as? [Int])?.last == 65_535)
        #expect(page.components(separatedBy: "</script").count == 3)
        #expect(page.components(separatedBy: "<!--").count == 1)
        #expect(page.contains("<title>&lt;b&gt;Ñandú&lt;/b&gt; &amp; &quot;co&quot;</title>"))
        #expect(!page.contains("\u{2028}") && !page.contains(" src=") && !page.contains(" href="))
    }

    @Test func longTextsAreCutInThePage() throws {
        let long = String(repeating: "ñ", count: 1000)
        let texts = try #require(data(of: map([long]).html())["texts"] as? [String])
        #expect(texts == [String(long.prefix(500)) + "…"])
    }

    @Test func groupsBeyondColorsAndMarkersAreOthers() throws {
        let texts = (0..<40).map { "\($0)" }
        let map = try map(texts, labels: texts)
        let groups = try #require(data(of: map.html())["groups"] as? [[String: Any]])
        #expect(groups.count == 32)
        #expect(groups.last?["name"] as? String == "9 others")
        #expect(groups.last?["count"] as? Int == 9)
        let styles = Set(groups.map { "\($0["color"] ?? "") \($0["marker"] ?? "")" })
        #expect(styles.count == 32)
    }

    @Test func drawingIsWellFormedAndHasEveryPoint() throws {
        final class Counter: NSObject, XMLParserDelegate {
            var counts: [String: Int] = [:]
            var text = ""
            func parser(
                _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
                qualifiedName: String?, attributes: [String: String]
            ) { counts[name, default: 0] += 1 }
            func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
        }
        for labels in [nil, Self.hostile] {
            let parser = XMLParser(data: Data(try map(labels: labels).svg().utf8))
            let counter = Counter()
            parser.delegate = counter
            #expect(parser.parse(), "\(String(describing: parser.parserError))")
            #expect(counter.counts["circle"] == 8 * (labels == nil ? 1 : 2))
            #expect(counter.text.contains("<b>Ñandú</b> & \"co\""))
        }
    }

    @Test func pictureIsAPNGFileWithInkWherePointsAre() throws {
        let picture = try Picture(map(labels: Self.hostile).png())
        #expect(picture.chunks == ["IHDR", "IDAT", "IEND"])
        #expect(picture.width == 2416 && picture.height == 1600)
        #expect(picture.color(x: 0, y: 0) == [255, 255, 255])
        // The first point is at the left end.
        let colors = Set((0..<picture.height).map { picture.color(x: 60, y: $0) })
        #expect(colors.count > 1)
    }

    @Test func lettersOfLatinAlphabetsHaveGlyphs() throws {
        func missing(_ title: String) throws -> String {
            try TextMap(coordinates: Matrix(rows: 0, columns: 2), title: title).lettersWithoutGlyph
        }
        #expect(try missing("¿Qué pasó, señor Ñandú? ¡Düsseldorf, łódź — “ß”… Ça!") == "")
        #expect(try missing("日本日 ok ж") == "日本ж")
    }

    @Test func tables() throws {
        let map = try map(Array(Self.hostile[3...4]), labels: ["a,b", "c"])
        #expect(
            map.csv()
                == "x,y,label,text\n0.0,0.0,\"a,b\",tab\there\n"
                + "1.0,1.0,c,\"\"\"quoted\"\", \\ and\nbroken\"\n")
        #expect(
            map.jsonLines()
                == #"{"x":0.0,"y":0.0,"label":"a,b","text":"tab\there"}"# + "\n"
                + #"{"x":1.0,"y":1.0,"label":"c","text":"\"quoted\", \\ and\nbroken"}"# + "\n")
        #expect(
            map.projectorMetadata()
                == "label\ttext\na,b\ttab here\nc\t\"quoted\", \\ and broken\n")
        #expect(try self.map(["a", ""]).projectorMetadata() == "a\n(empty)\n")
        let bare = try TextMap(coordinates: Matrix(rows: 1, columns: 2))
        #expect(bare.projectorMetadata() == nil)
        #expect(bare.csv() == "x,y\n0.0,0.0\n")
        let vectors = Matrix(rows: 2, columns: 2, elements: [1, -0.5, 0.1, 1e-9])
        #expect(StoredVectors(vectors).projectorTable() == "1.0\t-0.5\n0.1\t1e-09\n")
    }

    @Test(arguments: [0, 1, 2]) func fewPointsAreDrawn(count: Int) throws {
        let map = try map(Array(repeating: "same", count: count))
        _ = try data(of: map.html())
        #expect(XMLParser(data: Data(map.svg().utf8)).parse())
        #expect(try Picture(map.png()).width == 1616)
        let same = try TextMap(coordinates: Matrix(rows: count, columns: 2))
        _ = try data(of: same.html())
        #expect(XMLParser(data: Data(same.svg().utf8)).parse())
    }

    @Test func errors() throws {
        #expect(throws: MapError.dimension(3)) {
            try TextMap(coordinates: Matrix(rows: 1, columns: 3))
        }
        #expect(throws: MapError.count(2, points: 1)) {
            try TextMap(coordinates: Matrix(rows: 1, columns: 2), labels: ["a", "b"])
        }
        #expect(throws: MapError.notFinite(row: 1)) {
            try TextMap(coordinates: Matrix(rows: 2, columns: 2, elements: [0, 0, 0, .nan]))
        }
    }
}

/// A PNG file of 8-bit colors without filters, every checksum of which is right.
private struct Picture {
    private(set) var chunks: [String] = []
    private(set) var width = 0
    private(set) var height = 0
    private var lines: [UInt8] = []

    init(_ bytes: [UInt8]) throws {
        #expect(bytes.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        func number(_ place: Int) -> Int {
            bytes[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
        }
        var place = 8
        var compressed: [UInt8] = []
        while place < bytes.count {
            let size = number(place)
            let content = Array(bytes[(place + 4)..<(place + 8 + size)])
            #expect(number(place + 8 + size) == Self.checksum(content))
            let name = String(decoding: content.prefix(4), as: UTF8.self)
            chunks.append(name)
            if name == "IDAT" { compressed += content.dropFirst(4) }
            if name == "IHDR" {
                (width, height) = (number(place + 8), number(place + 12))
                #expect(content.suffix(5) == [8, 2, 0, 0, 0])
            }
            place += 12 + size
        }
        var count = uLong((3 * width + 1) * height)
        lines = [UInt8](repeating: 0, count: Int(count))
        try #require(uncompress(&lines, &count, compressed, uLong(compressed.count)) == Z_OK)
        #expect(Int(count) == lines.count)
    }

    func color(x: Int, y: Int) -> [UInt8] {
        let place = (3 * width + 1) * y + 1 + 3 * x
        return Array(lines[place..<(place + 3)])
    }

    /// CRC-32 bit by bit.
    private static func checksum(_ bytes: [UInt8]) -> Int {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return Int(~sum)
    }
}
