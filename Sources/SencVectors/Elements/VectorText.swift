public import SencFiles
public import SencMath

extension Matrix {
    /// Reads vectors that are written as text, one a line: JSON arrays of numbers, or numbers
    /// between commas, with or without spaces. Empty lines are passed over.
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
        for (index, bytes) in file.bytes.split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false
        ).enumerated() {
            do throws(VectorTextFault) {
                let start = elements.count
                try Self.read(bytes, to: &elements)
                guard elements.count > start else { continue }
                if start == 0 { columns = elements.count }
                guard elements.count - start == columns else {
                    throw .length(elements.count - start, expected: columns)
                }
            } catch {
                throw .line(error, number: index + 1, path: path)
            }
        }
        guard columns > 0 else { throw .noVectors(path: path) }
        self.init(rows: elements.count / columns, columns: columns, elements: elements)
    }

    private static func read(
        _ line: some Collection<UInt8>, to elements: inout [Float]
    ) throws(VectorTextFault) {
        let space = [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")]
        func trimmed(_ text: some Collection<UInt8>) -> [UInt8] {
            let start = text.drop { space.contains($0) }
            return Array(Array(start).reversed().drop { space.contains($0) }.reversed())
        }
        var text = trimmed(line)
        guard !text.isEmpty else { return }
        if text.first == UInt8(ascii: "[") {
            guard text.count > 1, text.last == UInt8(ascii: "]") else { throw .openArray }
            text = Array(text[1..<(text.count - 1)])
        }
        for part in text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let word = String(decoding: trimmed(part), as: UTF8.self)
            guard let number = Float(word) else { throw .notANumber(word) }
            elements.append(number)
        }
    }
}

/// Why a file cannot be read as vectors written as text.
public enum VectorTextError: Diagnostic, Equatable {
    /// The operating system refused the file.
    case file(FileError)
    case line(VectorTextFault, number: Int, path: String)
    case noVectors(path: String)

    public var description: String {
        switch self {
        case .file(let error): error.description
        case .line(let fault, let number, let path): "\(fault) (\(path), line \(number))"
        case .noVectors(let path): "there are no vectors (\(path))"
        }
    }

    public var status: ExitStatus {
        if case .file(let error) = self { error.status } else { .badData }
    }
}

/// What is wrong with a line.
public enum VectorTextFault: Error, Equatable, CustomStringConvertible {
    case notANumber(String)
    case openArray
    case length(Int, expected: Int)

    public var description: String {
        switch self {
        case .notANumber(let word): "\(word.quoted()) is no number"
        case .openArray: "the array does not end with its line"
        case .length(let count, let expected):
            "a vector of \(count) components among those of \(expected)"
        }
    }
}
