import SencInput
import TestSupport
import Testing

struct DocumentKindTests {
    let directory = TemporaryDirectory()

    @Test(
        arguments: [
            ("a.md", .markdown), ("A.MARKDOWN", .markdown), ("d.x/a.html", .html),
            ("a.htm.gz", .html),
            ("a.xhtml", .html), ("a.PDF", .pdf), ("a.txt", nil), ("md", nil), (".md", nil),
            ("a.md/b", nil), ("a.md.txt", nil), ("", nil),
        ] as [(String, DocumentKind?)])
    func namesTell(_ name: String, _ kind: DocumentKind?) {
        #expect(DocumentKind(name: name) == kind)
    }

    @Test(
        arguments: [
            ("a", "%PDF-1.7\n", .pdf), ("a.txt", "\n <!DOCTYPE HTML><p>", .html),
            ("a", "\u{FEFF}<html lang='es'>", .html), ("a.php", "<htmlx>", nil), ("a", "<p>", nil),
            ("a.pdf", "junk\n%PDF-1.4", .pdf), ("a", "junk\n%PDF-1.4", nil), ("a.pdf", "text", nil),
            ("a.md", "%PDF-1.4", .markdown), ("a", "", nil),
        ] as [(String, String, DocumentKind?)])
    func firstBytesTell(_ name: String, _ text: String, _ kind: DocumentKind?) throws {
        #expect(try DocumentKind(ofFile: directory.write(text, to: name)) == kind)
    }
}
