import SencFiles
import SencMath
import SencVectors

/// Vectors in inverted lists (Jégou, Douze and Schmid, "Product quantization for nearest neighbor
/// search", 2011): each in the list of the centroid that is closest to it, so that a search goes
/// through the lists of a few centroids alone. In a file of FAISS's `IndexIVFFlat` or
/// `IndexIVFScalarQuantizer` of 8 bits, whose codes and ids are used where they lie.
package struct InvertedIndex: Sendable {
    package let path: String
    /// How many vectors there are.
    package let count: Int
    package let dimension: Int
    package let metric: FAISSMetric
    /// How many lists are searched if nothing is said.
    package let defaultProbes: Int
    /// Whether vectors have a byte a component, and not a float.
    package let isQuantized: Bool
    let quantizer: CoarseQuantizer
    /// Whether what is stored is a vector's difference to its list's centroid.
    let isResidual: Bool
    let parts: [InvertedFile.ListPart]
    /// No rows, of the elements that lists have.
    private let noRows: RowSet

    /// How many lists there are.
    package var lists: Int { parts.count }

    /// Maps a file. Its centroids are read; of the lists, their sizes alone.
    package init(path: String) throws(FAISSError) {
        let mapped = try MappedFile.index(path: path)
        let file: InvertedFile
        do throws(FAISSFault) {
            file = try InvertedFile(mapped.bytes)
        } catch {
            throw .content(error, path: path)
        }
        self.path = path
        count = file.header.count
        dimension = file.header.dimension
        metric = file.header.metric
        defaultProbes = file.probes
        isQuantized = file.quantizer != nil
        isResidual = file.isResidual
        parts = file.lists
        quantizer = CoarseQuantizer(
            file.centroids, dimension: dimension, metric: file.quantizerMetric)
        noRows = RowSet(
            rows: 0, columns: dimension, element: isQuantized ? .uint8 : .float32,
            bytes: UnsafeRawBufferPointer(start: nil, count: 0), owner: mapped,
            scales: file.quantizer?.scales, offsets: file.quantizer?.offsets)
    }

    /// The vectors of a list.
    func rows(ofList list: Int) -> RowSet {
        noRows.elsewhere(rows: parts[list].count, bytes: parts[list].codes)
    }

    /// The id of a list's vector.
    func id(_ row: Int, ofList list: Int) throws(FAISSError) -> Int {
        let id = Int64(
            littleEndian: parts[list].ids.loadUnaligned(fromByteOffset: 8 * row, as: Int64.self))
        guard let index = Int(exactly: id), index >= 0 else {
            throw .content(.id(id, list: list), path: path)
        }
        return index
    }
}
