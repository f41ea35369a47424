package import SencFiles
import SencMath
package import SencVectors

/// FAISS's flat index, `IndexFlatIP` or `IndexFlatL2`: float32 vectors as they are, to be searched
/// exactly.
package struct FlatIndex: Sendable {
    package let metric: FAISSMetric
    /// The vectors, used where they lie.
    package let vectors: StoredVectors

    /// Maps a file.
    package init(path: String) throws(FAISSError) {
        let file = try MappedFile.index(path: path)
        do throws(FAISSFault) {
            var reader = FAISSReader(file.bytes)
            let part = try FlatPart(&reader, unknown: FAISSFault.kind)
            try reader.finish()
            metric = part.header.metric
            vectors = StoredVectors(
                RowSet(
                    rows: part.header.count, columns: part.header.dimension, element: .float32,
                    bytes: part.floats, owner: file), source: path)
        } catch {
            throw .content(error, path: path)
        }
    }

    /// What stands before the vectors, float32, little-endian and without gaps: of one length
    /// whatever the numbers.
    package static func head(_ metric: FAISSMetric, rows: Int, dimension: Int) -> [UInt8] {
        var text = FAISSText()
        FlatPart.appendHead(
            FAISSHeader(dimension: dimension, count: rows, metric: metric), to: &text)
        return text.bytes
    }

    /// Writes vectors as a flat index, some at a time.
    /// - Parameters:
    ///   - vectors: of any element type but bits; written as float32.
    ///   - file: at its start; not committed.
    /// - Throws: `InvertedIndexError.bits`, `FileError`.
    package static func write(
        _ vectors: StoredVectors, metric: FAISSMetric, to file: OutputFile
    ) throws {
        guard case .rows(let rows) = vectors.contents else {
            throw InvertedIndexError.bits(source: vectors.source)
        }
        try file.write(head(metric, rows: rows.rows, dimension: rows.columns))
        let size = max(1, (1 << 20) / (4 * rows.columns))
        let buffer = FloatBuffer(count: size * rows.columns)
        for start in stride(from: 0, to: rows.rows, by: size) {
            let range = start..<min(start + size, rows.rows)
            rows.copy(rows: range, to: buffer.base)
            let floats = UnsafeRawBufferPointer(
                start: buffer.base, count: 4 * range.count * rows.columns)
            try file.write(floats)
        }
    }
}

/// A flat index as a file or a part of one has it.
struct FlatPart {
    let header: FAISSHeader
    let floats: UnsafeRawBufferPointer

    /// - Parameter unknown: the fault of what is another kind of index.
    init(
        _ reader: inout FAISSReader, unknown: (String) -> FAISSFault
    ) throws(FAISSFault) {
        let kind = try reader.kind()
        guard kind == "IxFI" || kind == "IxF2" else { throw unknown(kind) }
        header = try FAISSHeader(&reader)
        let (needed, overflow) = header.count.multipliedReportingOverflow(by: header.dimension)
        let found = try reader.integer(UInt64.self)
        guard !overflow, found == UInt64(needed) else {
            throw .floats(found: found, needed: overflow ? .max : needed)
        }
        floats = try reader.rows(needed, of: 4)
    }

    /// All that stands before the floats.
    static func appendHead(_ header: FAISSHeader, to text: inout FAISSText) {
        text.append(header.metric == .innerProduct ? "IxFI" : "IxF2")
        header.append(to: &text)
        text.append(UInt64(header.count) * UInt64(header.dimension))
    }
}

extension MappedFile {
    static func index(path: String) throws(FAISSError) -> MappedFile {
        do {
            return try MappedFile(path: path)
        } catch {
            throw .file(error)
        }
    }
}
