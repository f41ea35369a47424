public import SencFiles
public import SencMath

extension Matrix {
    /// Reads vectors that are written as text, one a line: JSON arrays of numbers, or numbers
    /// between commas, with or without spaces. Empty lines are skipped, and so is a byte order
    /// mark.
    /// - Throws: `VectorTextError`.
    public init(vectorText path: String) throws(VectorTextError) {
        let file: MappedFile
        do {
            file = try MappedFile(path: path)
        } catch {
            throw .file(error)
        }
        var elements: [Float] = []
        var columns = 0
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        try withExtendedLifetime(file) { () throws(VectorTextError) in
            // Line after line in place: a list of all lines, or of a line's numbers, may take many
            // times the memory that the file has.
            var (start, number) = (file.bytes.starts(with: mark) ? mark.count : 0, 0)
            while start < file.bytes.count {
                let end = file.bytes[start...].firstIndex(of: UInt8(ascii: "\n"))
                let line = start..<(end ?? file.bytes.count)
                number += 1
                do throws(VectorTextFault) {
                    let before = elements.count
                    try Self.read(file.bytes, line, to: &elements)
                    let count = elements.count - before
                    if count > 0, before == 0 { columns = count }
                    guard count == 0 || count == columns else {
                        throw .length(count, expected: columns)
                    }
                } catch {
                    throw .line(error, number: number, path: path)
                }
                start = line.upperBound + 1
            }
        }
        guard columns > 0 else { throw .noVectors(path: path) }
        self.init(rows: elements.count / columns, columns: columns, elements: elements)
    }

    private static func read(
        _ bytes: UnsafeRawBufferPointer, _ line: Range<Int>, to elements: inout [Float]
    ) throws(VectorTextFault) {
        var text = trimmed(bytes, line)
        guard !text.isEmpty else { return }
        if bytes[text.lowerBound] == UInt8(ascii: "[") {
            guard text.count > 1, bytes[text.upperBound - 1] == UInt8(ascii: "]") else {
                throw .openArray
            }
            text = (text.lowerBound + 1)..<(text.upperBound - 1)
        }
        var start = text.lowerBound
        while start <= text.upperBound {
            let end =
                bytes[start..<text.upperBound].firstIndex(of: UInt8(ascii: ","))
                ?? text.upperBound
            let word = String(decoding: bytes[trimmed(bytes, start..<end)], as: UTF8.self)
            guard let number = Float(word) else { throw .notANumber(word) }
            elements.append(number)
            start = end + 1
        }
    }

    /// A range without the space at its ends.
    private static func trimmed(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Range<Int>
    {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, isSpace(bytes[start]) { start += 1 }
        while end > start, isSpace(bytes[end - 1]) { end -= 1 }
        return start..<end
    }
}

/// Why a file cannot be read as vectors written as text.
public enum VectorTextError: Diagnostic, Equatable {
    /// The operating system refused the file.
    case file(FileError)
    /// A line, counted from 1, that is not a vector of the file.
    case line(VectorTextFault, number: Int, path: String)
    /// All lines are empty, or there is none.
    case noVectors(path: String)

    public var message: Message {
        switch self {
        case .file(let error): error.message
        case .line(let fault, let number, let path): "\(fault) (\(path), line \(number))"
        case .noVectors(let path): "there are no vectors (\(path))"
        }
    }

    public var status: ExitStatus {
        if case .file(let error) = self { error.status } else { .badData }
    }
}

/// What is wrong with a line.
public enum VectorTextFault: Error, Equatable, Localizable {
    /// Something between commas that does not read as a number.
    case notANumber(String)
    /// A line that begins with `[` and does not end with `]`.
    case openArray
    /// A vector of another dimension than the first.
    case length(Int, expected: Int)

    public var message: Message {
        switch self {
        case .notANumber(let word): "\(word.quoted()) is not a number"
        case .openArray: "the array does not end with its line"
        case .length(let count, let expected):
            count == 1
                ? "a vector of 1 component among those of \(expected)"
                : "a vector of \(count) components among those of \(expected)"
        }
    }
}
