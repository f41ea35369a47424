import SencFiles
import SencInput
import TestSupport
import Testing

/// What is not text is refused by what it is.
struct FileKindTests {
    let directory = TemporaryDirectory()

    static func ascii(_ text: String, _ rest: [UInt8] = [0, 0, 1, 0xFF]) -> [UInt8] {
        Array(text.utf8) + rest
    }

    @Test(
        arguments: [
            ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D], "a PNG image"),
            ([0xFF, 0xD8, 0xFF, 0xE0, 0, 0x10], "a JPEG image"),
            (ascii("GIF89a"), "a GIF image"), (ascii("%PDF-1.7\n%", []), "a PDF document"),
            (ascii("RIFF\u{1}\u{2}\u{3}\u{4}WEBPVP8 "), "a WebP image"),
            (ascii("PK\u{3}\u{4}", [0x14, 0, 0, 0]), "a ZIP archive"),
            (ascii("PK\u{3}\u{4}\u{14}\0word/document.xml"), "a Word document (.docx)"),
            (ascii("PK\u{3}\u{4}\u{14}\0xl/workbook.xml"), "an Excel workbook (.xlsx)"),
            (ascii("PK\u{3}\u{4}\u{14}\0arr_0.npy"), "a file of NumPy arrays (.npz)"),
            ([0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0], "an ELF program or library"),
            ([0x93] + ascii("NUMPY\u{1}"), "a NumPy array (.npy)"),
            (ascii("SQLite format 3\0"), "an SQLite database"), (ascii("PAR1"), "a Parquet file"),
            (ascii("GGUF\u{3}"), "a GGUF file"),
            (
                [0x40, 0, 0, 0, 0, 0, 0, 0] + ascii("{\"__metadata__\":{}}", []),
                "a safetensors file"
            ),
            ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "an old Office document"),
            (
                [UInt8](repeating: 0x61, count: 100) + [UInt8](repeating: 0, count: 157)
                    + ascii("ustar\0"), "a tar archive"
            ),
            ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4], "a 7-Zip archive"),
        ] as [([UInt8], Message)])
    func kindsAreNamed(bytes: [UInt8], kind: Message) throws {
        let path = directory.write(bytes, to: "a.txt")
        #expect(throws: InputError.notText(kind, path: path)) { try RecordReader.all(path) }
        #expect(throws: InputError.notText(kind, path: path)) {
            try RecordReader.all(path, .csv("t"))
        }
        #expect(throws: InputError.notText(kind, path: path)) {
            try RecordReader.count(path: path)
        }
        #expect(try !RecordReader(path: path).isText())
        #expect(InputError.notText(kind, path: path).status == .badData)
    }

    @Test func otherBinaryDataIsRefusedToo() throws {
        let path = directory.write([0x61, 0, 0xFF, 0xC0, 7, 0, 0, 9, 0xFE, 0x61], to: "a.txt")
        #expect(throws: InputError.self) { try RecordReader.all(path) }
    }

    @Test(
        arguments: [
            "BMW is a car\n", "PK is a name\n", "GGUF and PAR1\n", "ID3 tags\n", "MZ\n",
            "a\0b\n\0\n",
            "RIFF of a guitar WEBP\n", "GIF89a is a format\n", "", "\0", "%PD", "RIF",
        ])
    func textsThatBeginSoAreText(text: String) throws {
        #expect(
            try RecordReader(path: directory.write(text, to: "a.txt")).isText()
                || text.contains("\0"))
        #expect(try !RecordReader.all(directory.write(text + "x", to: "a.txt")).isEmpty)
    }

    @Test func latin1IsText() throws {
        let path = directory.write([0x42, 0x4D, 0x57, 0x20, 0xE4, 0x0A], to: "a.txt")
        #expect(try RecordReader.all(path).map(\.text) == ["BMW ä"])
    }
}
