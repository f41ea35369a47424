/// The page of a map, `Page/page.html` with its style and its script: what draws the data, then what
/// moves and searches it.
///
/// Points are drawn by WebGL, thousands of them as fast as one. Without a graphics processor plain
/// drawing is several times faster than WebGL's imitation, and done instead. A second canvas above has
/// the names of groups, texts, and what is pointed at.
enum MapPage {
    /// - Parameter data: JSON fit to stand in a script element, as `TextMap` writes it.
    static func html(title: String, data: String) -> String {
        let script = [PackageResources.drawing_js, PackageResources.controls_js]
        let parts = [
            "title": Markup.escaped(title), "data": data, "style": text(PackageResources.page_css),
            "script": script.map(text).joined(separator: "\n\n"),
        ]
        // What is put in is not looked through again.
        var page = ""
        var rest = text(PackageResources.page_html)[...]
        while let start = rest.firstRange(of: "{{"), let end = rest.firstRange(of: "}}") {
            page +=
                rest[..<start.lowerBound]
                + (parts[String(rest[start.upperBound..<end.lowerBound])] ?? "")
            rest = rest[end.upperBound...]
        }
        return page + rest + "\n"
    }

    /// A file without the end of its last line.
    private static func text(_ file: [UInt8]) -> String {
        String(
            decoding: file.last == UInt8(ascii: "\n") ? file.dropLast() : file[...], as: UTF8.self)
    }
}
