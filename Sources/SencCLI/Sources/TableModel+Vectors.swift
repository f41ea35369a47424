import SencFiles
import SencMath
import SencTraining
import SencVectors

extension TableModel {
    private static let bufferSize = 1 << 20

    /// Writes a column's vectors as `.npy`, with the categories beside them, a line each, as commands
    /// take them that work on vectors with texts.
    func writeVectors(ofColumn column: Int, to directory: OutputDirectory) throws {
        let description = categoryColumns[column]
        let stem = vectorStems[column]
        var bytes: [UInt8] = []
        func flush(_ file: OutputFile, above limit: Int = 0) throws {
            guard bytes.count > limit else { return }
            try file.write(bytes)
            bytes.removeAll(keepingCapacity: true)
        }
        try directory.write(stem + ".npy") { file in
            bytes =
                NPYHeader(
                    elementType: .float32, rows: description.count, columns: description.dimension
                ).bytes
            try forEachVector(ofColumn: column) { _, vector in
                for element in vector {
                    withUnsafeBytes(of: element.bitPattern.littleEndian) {
                        bytes.append(contentsOf: $0)
                    }
                }
                try flush(file, above: Self.bufferSize)
            }
            try flush(file)
        }
        try directory.write(stem + ".txt") { file in
            try forEachVector(ofColumn: column) { name, _ in
                bytes += String(decoding: name, as: UTF8.self).onOneLine().utf8
                bytes.append(UInt8(ascii: "\n"))
                try flush(file, above: Self.bufferSize)
            }
            try flush(file)
        }
    }
}
