import SencFiles

/// The kind of a file other than text, told by its first bytes.
enum FileKind {
    /// How many of a file's first bytes are looked at; as many as git looks at.
    static let sampleBytes = 8000

    /// - Parameter head: the first bytes of a file without a byte order mark.
    /// - Returns: with its article; `nil` if the bytes are of no kind that is known.
    static func name(of head: ArraySlice<UInt8>) -> Message? {
        let head = Array(head.prefix(sampleBytes))
        if let (_, name) = magics.first(where: { head.starts(with: $0.bytes) }) { return name }
        if let name = archive(head) ?? container(head) { return name }
        if isSafetensors(head) { return "a safetensors file" }
        // A text may begin with these letters, too.
        guard head.contains(0) else { return nil }
        return letters.first { head.starts(with: $0.bytes) }?.name
    }

    /// Whether bytes of no kind that is known can hardly be text: zeros are among them, and what is
    /// no UTF-8.
    static func isBinary(_ head: ArraySlice<UInt8>) -> Bool {
        let head = Array(head.prefix(sampleBytes))
        return head.contains(0) && hasIllFormedText(head)
    }

    /// Which UTF-16 a text without a byte order mark seems to be in: every other byte is 0.
    static func unmarkedUTF16(_ head: ArraySlice<UInt8>) -> String? {
        let head = Array(head.prefix(sampleBytes))
        let zeros = (
            even: stride(from: 0, to: head.count, by: 2).count { head[$0] == 0 },
            odd: stride(from: 1, to: head.count, by: 2).count { head[$0] == 0 }
        )
        let units = head.count / 2
        guard units >= 3 else { return nil }
        if zeros.even == 0, zeros.odd * 2 > units { return "utf-16le" }
        if zeros.odd == 0, zeros.even * 2 > units { return "utf-16be" }
        return nil
    }

    private static let magics: [(bytes: [UInt8], name: Message)] = [
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A], "a PNG image"),
        ([0xFF, 0xD8, 0xFF], "a JPEG image"),
        ([0x49, 0x49, 0x2A, 0], "a TIFF image"), ([0x4D, 0x4D, 0, 0x2A], "a TIFF image"),
        (Array("%PDF-".utf8), "a PDF document"),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "an old Office document"),
        ([0x7F] + Array("ELF".utf8), "an ELF program or library"),
        ([0xCF, 0xFA, 0xED, 0xFE], "a Mach-O program or library"),
        ([0xCA, 0xFE, 0xBA, 0xBE], "a Mach-O program or a Java class"),
        ([0] + Array("asm".utf8), "a WebAssembly module"),
        ([0x93] + Array("NUMPY".utf8), "a NumPy array (.npy)"),
        (Array("SQLite format 3\0".utf8), "an SQLite database"),
        ([0x89] + Array("HDF\r\n".utf8), "an HDF5 file"),
        (Array("ARROW1\0".utf8), "an Arrow file"), (Array("Obj\u{1}".utf8), "an Avro file"),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7-Zip archive"),
        (Array("Rar!\u{1A}\u{7}".utf8), "a RAR archive"),
        ([0x1F, 0x8B], "a gzip file inside another compressed file"),
        ([0x1F, 0x9D], "a file of compress (.Z)"),
        (Array("BZh91AY&SY".utf8), "a bzip2 file inside another compressed file"),
        ([0xFD] + Array("7zXZ\0".utf8), "an xz file inside another compressed file"),
        ([0x28, 0xB5, 0x2F, 0xFD], "a zstd file inside another compressed file"),
        ([0x5D, 0, 0], "an LZMA file (.lzma)"), ([0x04, 0x22, 0x4D, 0x18], "an LZ4 file"),
        ([0x1A, 0x45, 0xDF, 0xA3], "a Matroska video"), (Array("OggS\0".utf8), "an Ogg file"),
        ([0xBA, 0x16, 0x4F, 0x2F], "a fastText model (.bin)"),
        ([0x80, 0x02, 0x8A], "a pickle"), ([0x80, 0x03, 0x7D], "a pickle"),
        ([0x80, 0x04, 0x95], "a pickle"), ([0x80, 0x05, 0x95], "a pickle"),
        ([0, 1, 0, 0, 0], "a font"), ([0, 0, 1, 0], "an icon"),
    ]

    private static let letters: [(bytes: [UInt8], name: Message)] = [
        (Array("GIF87a".utf8), "a GIF image"), (Array("GIF89a".utf8), "a GIF image"),
        (Array("BM".utf8), "a BMP image"),
        (Array("PAR1".utf8), "a Parquet file"), (Array("ORC".utf8), "an ORC file"),
        (Array("GGUF".utf8), "a GGUF file"),
        (Array("ID3".utf8), "an MP3 file"), (Array("fLaC".utf8), "a FLAC file"),
        (Array("MZ".utf8), "a Windows program or library"),
        (Array("OTTO".utf8), "a font"), (Array("wOFF".utf8), "a font"),
        (Array("wOF2".utf8), "a font"), (Array("LZIP".utf8), "an lzip file"),
    ]

    /// ZIP archives and what is kept in them, and tar.
    private static func archive(_ head: [UInt8]) -> Message? {
        if head.count > 262, head[257...261].elementsEqual("ustar".utf8) { return "a tar archive" }
        guard
            head.starts(with: [0x50, 0x4B, 0x03, 0x04]) || head.starts(with: [0x50, 0x4B, 5, 6])
        else { return nil }
        let text = String(decoding: head, as: UTF8.self)
        func has(_ part: String) -> Bool { text.utf8.firstRange(of: part.utf8) != nil }
        if has("word/") { return "a Word document (.docx)" }
        if has("xl/") { return "an Excel workbook (.xlsx)" }
        if has("ppt/") { return "a PowerPoint presentation (.pptx)" }
        if has("application/epub") { return "an EPUB book" }
        if has("application/vnd.oasis") { return "an OpenDocument file" }
        if has(".npy") { return "a file of NumPy arrays (.npz)" }
        if has("data.pkl") { return "a PyTorch file" }
        return has("[Content_Types].xml") ? "an Office document" : "a ZIP archive"
    }

    /// Kinds that the bytes behind the first four tell.
    private static func container(_ head: [UInt8]) -> Message? {
        guard head.count >= 12 else { return nil }
        let kind = head[8..<12]
        if head.starts(with: "RIFF".utf8) {
            if kind.elementsEqual("WEBP".utf8) { return "a WebP image" }
            if kind.elementsEqual("WAVE".utf8) { return "a WAV file" }
            if kind.elementsEqual("AVI ".utf8) { return "an AVI video" }
        }
        if head[0] == 0, head[4..<8].elementsEqual("ftyp".utf8) {
            return kind.starts(with: "hei".utf8) || kind.starts(with: "avif".utf8)
                ? "a HEIF image" : "an MP4 file"
        }
        return nil
    }

    /// The length of a header of JSON in eight bytes, and its start.
    private static func isSafetensors(_ head: [UInt8]) -> Bool {
        head.count > 9 && head[3...7].allSatisfy { $0 == 0 } && head[8] == UInt8(ascii: "{")
            && head[9] == UInt8(ascii: "\"")
    }

    /// Whether not all is UTF-8, a character aside that the sample's end may cut.
    private static func hasIllFormedText(_ head: [UInt8]) -> Bool {
        guard let offset = UTF8Validation.firstInvalidOffset(in: head) else { return false }
        return offset < head.count - 3
    }
}
