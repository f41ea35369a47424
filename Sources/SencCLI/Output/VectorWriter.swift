import SencFiles
import SencMath
import SencVectors

/// Takes vectors, matrix by matrix, to their place.
protocol VectorWriter {
    func append(_ matrix: Matrix) throws
    /// Completes what was written; without it an output file does not appear.
    func finish() throws
}

extension NPYWriter: VectorWriter {}

/// One line a vector: a JSON array, or numbers between commas.
struct TextVectorWriter: VectorWriter {
    private let stream: any OutputStream
    private let isJSON: Bool

    init(_ stream: any OutputStream, isJSON: Bool) {
        self.stream = stream
        self.isJSON = isJSON
    }

    func append(_ matrix: Matrix) throws {
        for row in 0..<matrix.rows {
            var line = JSONText()
            if isJSON {
                line.append(array: matrix[row]) { $0.append(number: $1) }
            } else {
                for (column, number) in matrix[row].enumerated() {
                    if column > 0 { line.append(raw: ",") }
                    line.append(number: number)
                }
            }
            line.append(raw: "\n")
            try stream.write(line.bytes)
        }
    }

    func finish() throws {
        if let file = stream as? OutputFile { try file.commit() } else { try stream.flush() }
    }
}
