/// What a file of FAISS's `IndexIVFFlat` (`IwFl`) or `IndexIVFScalarQuantizer` (`IwSq`) says, checked:
///
///     header, lists, nprobe, quantizer: a flat index of the centroids, direct map: none,
///     of IwSq: scalar quantizer, code size, by residual,
///     ilar: lists, code size, sizes, then codes and ids list by list
struct InvertedFile {
    /// More could not be counted as FAISS counts them.
    static let maximumLists = 1 << 31 - 1

    let header: FAISSHeader
    /// How many lists are searched if nothing is said; at most as many as there are.
    let probes: Int
    /// [lists, dimension]
    let centroids: [Float]
    /// What the centroids were compared by.
    let quantizerMetric: FAISSMetric
    /// `nil` if vectors are stored as float32.
    let quantizer: ScalarQuantizer?
    /// Whether what is stored is a vector's difference to its list's centroid.
    let isResidual: Bool
    let lists: [ListPart]

    /// Where a list is.
    struct ListPart: Sendable {
        let count: Int
        nonisolated(unsafe) let codes: UnsafeRawBufferPointer
        nonisolated(unsafe) let ids: UnsafeRawBufferPointer
    }

    init(_ bytes: UnsafeRawBufferPointer) throws(FAISSFault) {
        var reader = FAISSReader(bytes)
        let kind = try reader.kind()
        guard kind == "IwFl" || kind == "IwSq" else { throw .kind(kind) }
        header = try FAISSHeader(&reader)
        let count = try reader.integer(UInt64.self)
        guard 1...UInt64(Self.maximumLists) ~= count else { throw .lists(count) }
        let lists = Int(count)
        let probes = try reader.integer(UInt64.self)
        guard 1...UInt64(Self.maximumLists) ~= probes else { throw .probes(probes) }
        self.probes = min(Int(probes), lists)
        let flat = try FlatPart(&reader, unknown: FAISSFault.quantizer)
        guard flat.header.count == lists, flat.header.dimension == header.dimension else {
            throw .quantizerShape(
                centroids: flat.header.count, components: flat.header.dimension, lists: lists,
                dimension: header.dimension)
        }
        quantizerMetric = flat.header.metric
        centroids = try Self.centroids(flat)
        try Self.passDirectMap(&reader)
        if kind == "IwSq" {
            quantizer = try ScalarQuantizer(&reader, dimension: header.dimension)
            let size = try reader.integer(UInt64.self)
            guard size == UInt64(header.dimension) else {
                throw .codeSize(found: size, needed: header.dimension)
            }
            isResidual = try reader.flag()
        } else {
            (quantizer, isResidual) = (nil, false)
        }
        self.lists = try Self.lists(
            &reader, lists, codeSize: header.dimension * (quantizer == nil ? 4 : 1),
            total: header.count)
        try reader.finish()
    }

    private static func centroids(_ flat: FlatPart) throws(FAISSFault) -> [Float] {
        let count = flat.floats.count / 4
        let floats = [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
            UnsafeMutableRawBufferPointer(buffer).copyMemory(from: flat.floats)
            initialized = count
        }
        if let place = floats.firstIndex(where: { !$0.isFinite }) {
            throw .centroid(list: place / flat.header.dimension)
        }
        return floats
    }

    /// A table from ids to places, which is of no use here.
    private static func passDirectMap(_ reader: inout FAISSReader) throws(FAISSFault) {
        let kind = try reader.integer(UInt8.self)
        guard kind <= 1 else { throw .directMap(kind) }
        let entries = try reader.integer(UInt64.self)
        _ = try reader.rows(Int(clamping: entries), of: 8)
    }

    private static func lists(
        _ reader: inout FAISSReader, _ lists: Int, codeSize: Int, total: Int
    ) throws(FAISSFault) -> [ListPart] {
        let kind = try reader.kind()
        guard kind == "ilar" else { throw .listKind(kind) }
        let count = try reader.integer(UInt64.self)
        guard count == UInt64(lists) else { throw .listCount(found: count, needed: lists) }
        let size = try reader.integer(UInt64.self)
        guard size == UInt64(codeSize) else { throw .codeSize(found: size, needed: codeSize) }
        let sizes = try sizes(&reader, lists, total: total)
        var parts: [ListPart] = []
        parts.reserveCapacity(lists)
        for size in sizes {
            parts.append(
                ListPart(
                    count: size, codes: try reader.rows(size, of: codeSize),
                    ids: try reader.rows(size, of: 8)))
        }
        return parts
    }

    /// The numbers of vectors of the lists, which add up to `total`.
    private static func sizes(
        _ reader: inout FAISSReader, _ lists: Int, total: Int
    ) throws(FAISSFault) -> [Int] {
        let kind = try reader.kind()
        guard kind == "full" || kind == "sprs" else { throw .listKind(kind) }
        let isSparse = kind == "sprs"
        let entries = try reader.integer(UInt64.self)
        guard
            isSparse
                ? entries <= 2 * UInt64(lists) && entries % 2 == 0 : entries == UInt64(lists)
        else { throw .listCount(found: entries, needed: lists) }
        let table = try reader.rows(Int(entries), of: 8)
        func entry(_ index: Int) -> UInt64 {
            UInt64(
                littleEndian: table.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
        }
        var sizes = [Int](repeating: 0, count: lists)
        var sum = 0
        for index in 0..<Int(entries) / (isSparse ? 2 : 1) {
            let list = isSparse ? entry(2 * index) : UInt64(index)
            let size = entry(isSparse ? 2 * index + 1 : index)
            guard list < UInt64(lists), size <= UInt64(total), sizes[Int(list)] == 0 else {
                throw .list(list)
            }
            sizes[Int(list)] = Int(size)
            let (next, overflow) = sum.addingReportingOverflow(Int(size))
            guard !overflow else { throw .listSizes(sum: .max, count: total) }
            sum = next
        }
        guard sum == total else { throw .listSizes(sum: sum, count: total) }
        return sizes
    }

    /// All that stands before the sizes of the lists.
    static func head(
        _ header: FAISSHeader, lists: Int, probes: Int, centroids: [Float],
        quantizer: ScalarQuantizer?
    ) -> [UInt8] {
        var text = FAISSText()
        text.append(quantizer == nil ? "IwFl" : "IwSq")
        header.append(to: &text)
        text.append(UInt64(lists))
        text.append(UInt64(probes))
        FlatPart.appendHead(
            FAISSHeader(dimension: header.dimension, count: lists, metric: header.metric),
            to: &text)
        text.append(centroids)
        // No direct map.
        text.append(UInt8(0))
        text.append(UInt64(0))
        if let quantizer {
            quantizer.append(to: &text)
            text.append(UInt64(header.dimension))
            // Vectors themselves, not their differences to centroids.
            text.append(false)
        }
        text.append("ilar")
        text.append(UInt64(lists))
        text.append(UInt64(header.dimension * (quantizer == nil ? 4 : 1)))
        return text.bytes
    }

    /// The sizes of the lists as FAISS writes them: those of all, or of those that have vectors if
    /// these are at most half.
    static func sizeTable(_ sizes: [Int]) -> [UInt8] {
        let filled = sizes.indices.filter { sizes[$0] > 0 }
        var text = FAISSText()
        if filled.count > sizes.count / 2 {
            text.append("full")
            text.append(UInt64(sizes.count))
            for size in sizes { text.append(UInt64(size)) }
        } else {
            text.append("sprs")
            text.append(UInt64(2 * filled.count))
            for list in filled {
                text.append(UInt64(list))
                text.append(UInt64(sizes[list]))
            }
        }
        return text.bytes
    }
}
