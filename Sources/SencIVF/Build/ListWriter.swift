import SencFiles
import SencMath
import SencVectors

/// Writes rows to their lists in a file, a window of rows at a time: those of a window that are of
/// one list are written at once, behind what the list has from earlier windows.
struct ListWriter {
    private static let grain = 256

    private let rows: RowSet
    private let labels: NumberBuffer<UInt32>
    private let sizes: [Int]
    private let quantizer: ScalarQuantizer?
    private let normalizes: Bool
    private let codeSize: Int
    /// Where each list's codes start in the file; its ids follow them.
    private let starts: [Int]
    private let windowRows: Int

    /// - Parameters:
    ///   - labels: the list of each row.
    ///   - sizes: of the lists.
    ///   - start: where the first list is in the file.
    ///   - normalizes: whether rows are stored with the length 1.
    init(
        rows: RowSet, labels: NumberBuffer<UInt32>, sizes: [Int], quantizer: ScalarQuantizer?,
        start: Int, normalizes: Bool, windowBytes: Int
    ) {
        (self.rows, self.labels, self.sizes, self.quantizer) = (rows, labels, sizes, quantizer)
        self.normalizes = normalizes
        let codeSize = rows.columns * (quantizer == nil ? 4 : 1)
        self.codeSize = codeSize
        var place = start
        starts = sizes.map { size in
            defer { place += size * (codeSize + 8) }
            return place
        }
        windowRows = max(Self.grain, windowBytes / (codeSize + 8))
    }

    /// - Parameter progress: is told how many rows are written.
    func write(
        to file: OutputPlaces, _ workers: WorkerPool, _ progress: (_ rows: Int) throws -> Void
    ) throws {
        let size = min(windowRows, rows.rows)
        let codes = NumberBuffer<UInt8>(count: size * codeSize, repeating: 0)
        let ids = NumberBuffer<Int64>(count: size, repeating: 0)
        let candidates = (0..<workers.threads).map { _ in FloatBuffer(count: rows.columns) }
        var filled = [Int](repeating: 0, count: sizes.count)
        for first in stride(from: 0, to: rows.rows, by: windowRows) {
            let window = first..<min(first + windowRows, rows.rows)
            let order = Order(labels, window, lists: sizes.count)
            try workers.forEach(items: window.count.dividedRoundingUp(by: Self.grain)) {
                item, worker in
                let begin = window.lowerBound + item * Self.grain
                for row in begin..<min(begin + Self.grain, window.upperBound) {
                    let place = Int(order.places[row - window.lowerBound])
                    ids.base[place] = Int64(row).littleEndian
                    encode(row, to: codes.base + place * codeSize, candidates[worker])
                }
            }
            let earlier = filled
            try workers.forEach(items: order.runs.count) { item, _ in
                let (list, run) = order.runs[item]
                let start = starts[list] + earlier[list] * codeSize
                try file.write(
                    UnsafeRawBufferPointer(
                        start: codes.base + run.lowerBound * codeSize,
                        count: run.count * codeSize), at: start)
                try file.write(
                    UnsafeRawBufferPointer(
                        start: ids.base + run.lowerBound, count: 8 * run.count),
                    at: starts[list] + sizes[list] * codeSize + 8 * earlier[list])
            }
            for (list, run) in order.runs { filled[list] += run.count }
            try progress(window.upperBound)
        }
    }

    /// Gives a vector the length 1, if it has any.
    static func normalize(_ vector: UnsafeMutablePointer<Float>, _ count: Int) {
        let length = dotProduct(vector, vector, count: count).squareRoot()
        guard length > 0 else { return }
        for index in 0..<count { vector[index] = Float(Double(vector[index]) / length) }
    }

    private func encode(
        _ row: Int, to codes: UnsafeMutablePointer<UInt8>, _ candidate: FloatBuffer
    ) {
        rows.copy(rows: row..<(row + 1), to: candidate.base)
        if normalizes { Self.normalize(candidate.base, rows.columns) }
        if let quantizer {
            quantizer.encode(candidate.base, to: codes)
        } else {
            UnsafeMutableRawPointer(codes).copyMemory(from: candidate.base, byteCount: codeSize)
        }
    }
}

/// The rows of a window, list by list, those of a list in their order.
private struct Order: Sendable {
    /// Where each row of the window is among all.
    let places: [UInt32]
    /// The places of the lists that have rows.
    let runs: [(list: Int, places: Range<Int>)]

    init(_ labels: NumberBuffer<UInt32>, _ window: Range<Int>, lists: Int) {
        var starts = [Int](repeating: 0, count: lists + 1)
        for row in window { starts[Int(labels.base[row]) + 1] += 1 }
        for list in 0..<lists { starts[list + 1] += starts[list] }
        runs = (0..<lists).compactMap { list in
            starts[list] < starts[list + 1] ? (list, starts[list]..<starts[list + 1]) : nil
        }
        places = window.map { row in
            let list = Int(labels.base[row])
            defer { starts[list] += 1 }
            return UInt32(truncatingIfNeeded: starts[list])
        }
    }
}
