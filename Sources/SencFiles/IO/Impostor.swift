/// What is found in place of a model's file where a download or a checkout went wrong.
///
/// None of these can be a file of weights, of a tokenizer or of a configuration, so each is named
/// before a parser makes something else of it.
package enum Impostor: Sendable, Equatable {
    /// What Git has of a file that Git LFS keeps elsewhere.
    case lfsPointer
    /// A page of HTML, such as a hub's page about the file.
    case webPage
    /// What a server says in place of a file that it does not give.
    case serverMessage(String)

    /// The bytes at a file's start that are looked at.
    package static let lookedAt = 4096

    private static let lfsStart = "version https://git-lfs.github.com/spec/v1"
    /// Parts of which a page that begins with `<html` has one near its start. Such a line alone may
    /// begin a vocabulary.
    private static let pageParts = ["<head", "<title", "<body", "</html>"]
    /// Answers of hubs and web servers that are all of a file.
    private static let messages: Set<String> = [
        "entry not found", "not found", "404: not found", "404 page not found", "access denied",
        "repository not found", "invalid username or password.",
        "invalid credentials in authorization header",
    ]
    /// No message is longer.
    private static let longestMessage = 512

    /// - Parameter bytes: all of a file.
    /// - Returns: `nil` for a file that may be what it is taken for.
    package init?(_ bytes: UnsafeRawBufferPointer) {
        var start = Slice(base: bytes, bounds: 0..<min(bytes.count, Self.lookedAt))
        if start.starts(with: [0xEF, 0xBB, 0xBF]) { start = start.dropFirst(3) }
        start = start.drop { Self.isBlank($0) }
        // Nearly every file is let through here.
        guard let first = start.first,
            [UInt8(ascii: "<"), UInt8(ascii: "{"), UInt8(ascii: "v")].contains(first)
                || bytes.count <= Self.longestMessage
        else { return nil }
        if start.starts(with: Self.lfsStart.utf8) {
            self = .lfsPointer
            return
        }
        let text = String(decoding: start, as: UTF8.self).lowercased()
        if first == UInt8(ascii: "<") {
            let isPage =
                text.hasPrefix("<!doctype html")
                || text.hasPrefix("<html") && Self.pageParts.contains(where: text.contains)
            if isPage {
                self = .webPage
            } else if text.hasPrefix("<?xml"), text.contains("<error>") {
                self = .serverMessage("<Error>")
            } else {
                return nil
            }
            return
        }
        guard bytes.count <= Self.longestMessage else { return nil }
        let whole = String(decoding: start, as: UTF8.self)
        let line = whole.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        let isError = text.hasPrefix("{\"error\":")
        guard isError || Self.messages.contains(text.trimmed) else { return nil }
        self = .serverMessage(line)
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D) ~= byte
    }

    /// What errors say after "is".
    /// - Parameter content: what the file should be, such as "the weights".
    package func message(inPlaceOf content: Message) -> Message {
        switch self {
        case .lfsPointer:
            "is a Git LFS pointer, not \(content): run git lfs pull, or senc pull ORG/NAME"
        case .webPage:
            "is an HTML page, not \(content): download the file itself, or run senc pull ORG/NAME"
        case .serverMessage(let message):
            """
            is a server's message, \(message.quoted()), not \(content): download the file again, \
            or run senc pull ORG/NAME
            """
        }
    }
}

extension String {
    /// Without white space at its ends.
    fileprivate var trimmed: String {
        let start = drop(while: \.isWhitespace)
        let end = start.lastIndex { !$0.isWhitespace }
        return end.map { String(start[...$0]) } ?? ""
    }
}

extension MappedFile {
    /// What a file of a model is called where no better word is known.
    package static let theFile: Message = "the file itself"

    /// Opens a file that a parser is to read.
    /// - Parameter content: what it should be, for the error.
    /// - Throws: `FileError.impostor` if it is one of `Impostor`.
    package convenience init(
        parsing path: String, as content: Message = MappedFile.theFile
    ) throws(FileError) {
        try self.init(path: path)
        if let impostor = Impostor(bytes) {
            throw .impostor(path: path, problem: impostor.message(inPlaceOf: content))
        }
    }
}

extension FileContents {
    /// A regular file's bytes for a parser that reads all of it.
    /// - Throws: `FileError`, `.empty` and `.impostor` besides those of `bytes(of:limit:)`.
    package static func bytes(parsing path: String, limit: Int) throws(FileError) -> [UInt8] {
        let bytes = try bytes(of: path, limit: limit)
        guard !bytes.isEmpty else { throw .empty(path: path) }
        if let impostor = bytes.withUnsafeBytes({ Impostor($0) }) {
            throw .impostor(
                path: path, problem: impostor.message(inPlaceOf: MappedFile.theFile))
        }
        return bytes
    }
}
