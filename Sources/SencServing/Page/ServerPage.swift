/// The page at `/`, `page.html` with its style and its script, which asks the server's own routes.
///
/// The script is joined from files, in the order in which they name each other's constants: words in
/// both languages, elements, what asks the server, arithmetic, the texts, one file a view, and what
/// starts it all.
package enum ServerPage {
    /// The page with what may run in it: the style and the script that stand in it, by a nonce that is
    /// a new one each time, and requests to the server itself. All else is refused by the browser,
    /// also what a text might smuggle in, and so is showing the page within another one.
    package static func response() -> ServerResponse {
        let nonce = nonce()
        var response = ServerResponse(
            type: "text/html; charset=utf-8", Array(pieces.joined(separator: nonce).utf8))
        response.headers += [
            ("content-security-policy", policy(nonce: nonce)),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cache-control", "no-store"),
            ("vary", "Accept"),
        ]
        return response
    }

    private static func policy(nonce: String) -> String {
        [
            "default-src 'none'", "script-src 'nonce-\(nonce)'", "style-src 'nonce-\(nonce)'",
            "connect-src 'self'", "img-src data:", "base-uri 'none'", "form-action 'none'",
            "frame-ancestors 'none'", "require-trusted-types-for 'script'",
        ].joined(separator: "; ")
    }

    /// 128 random bits, in hexadecimal.
    private static func nonce() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<2).map { _ in
            let digits = String(generator.next(), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    /// What is before, between and behind the places of the nonce.
    private static let pieces: [String] = {
        let script = [
            PackageResources.english_js, PackageResources.spanish_js, PackageResources.examples_js,
            PackageResources.page_js,
            PackageResources.server_js, PackageResources.vectors_js, PackageResources.passages_js,
            PackageResources.material_js, PackageResources.compare_js, PackageResources.search_js,
            PackageResources.tokens_js, PackageResources.labels_js, PackageResources.size_js,
            PackageResources.code_js, PackageResources.figures_js,
        ]
        let parts = [
            "style": text(PackageResources.page_css),
            "script": script.map(text).joined(separator: "\n\n"),
        ]
        var pieces = [""]
        // What is put in is not looked through again.
        var rest = text(PackageResources.page_html)[...]
        while let start = rest.firstRange(of: "{{"), let end = rest.firstRange(of: "}}") {
            pieces[pieces.count - 1] += rest[..<start.lowerBound]
            let name = String(rest[start.upperBound..<end.lowerBound])
            if name == "nonce" {
                pieces.append("")
            } else {
                pieces[pieces.count - 1] += parts[name] ?? ""
            }
            rest = rest[end.upperBound...]
        }
        pieces[pieces.count - 1] += rest + "\n"
        return pieces
    }()

    /// A file without the end of its last line.
    private static func text(_ file: [UInt8]) -> String {
        String(
            decoding: file.last == UInt8(ascii: "\n") ? file.dropLast() : file[...], as: UTF8.self)
    }
}
