/// FAISS's quantizer of 8 bits a component (`QT_8bit`): of a component's range, which was trained, a
/// code c stands for minimum + (c + ½) / 255 · width.
struct ScalarQuantizer: Sendable, Equatable {
    private static let eightBits: Int32 = 0

    /// [dimension]
    let minimums: [Float]
    let widths: [Float]

    init(minimums: [Float], widths: [Float]) {
        (self.minimums, self.widths) = (minimums, widths)
    }

    /// The ranges of rows.
    /// - Parameter rows: [count, dimension], finite, at least one.
    init(rows: UnsafePointer<Float>, count: Int, dimension: Int) {
        var minimums = Array(UnsafeBufferPointer(start: rows, count: dimension))
        var maximums = minimums
        minimums.withUnsafeMutableBufferPointer { minimums in
            maximums.withUnsafeMutableBufferPointer { maximums in
                for row in 1..<max(count, 1) {
                    for column in 0..<dimension {
                        let value = rows[row * dimension + column]
                        minimums[column] = value < minimums[column] ? value : minimums[column]
                        maximums[column] = value > maximums[column] ? value : maximums[column]
                    }
                }
            }
        }
        self.init(minimums: minimums, widths: zip(minimums, maximums).map { $1 - $0 })
    }

    init(_ reader: inout FAISSReader, dimension: Int) throws(FAISSFault) {
        let kind = try reader.integer(Int32.self)
        guard kind == Self.eightBits else { throw .scalarQuantizer(kind) }
        // How the ranges were found.
        _ = try reader.take(8)
        for _ in 0..<2 {
            let size = try reader.integer(UInt64.self)
            guard size == UInt64(dimension) else {
                throw .codeSize(found: size, needed: dimension)
            }
        }
        let ranges = try reader.floats(2 * dimension)
        minimums = Array(ranges[..<dimension])
        widths = Array(ranges[dimension...])
        for component in 0..<dimension
        where !minimums[component].isFinite || !widths[component].isFinite
            || widths[component] < 0 || !(minimums[component] + widths[component]).isFinite
        {
            throw .range(component: component)
        }
    }

    func append(to text: inout FAISSText) {
        text.append(Self.eightBits)
        // The least and the largest value, no wider.
        text.append(Int32(0))
        text.append([Float(0)])
        text.append(UInt64(minimums.count))
        text.append(UInt64(minimums.count))
        text.append(UInt64(2 * minimums.count))
        text.append(minimums + widths)
    }

    /// The steps between codes and what a code of 0 stands for, [dimension] each.
    var scales: [Float] { widths.map { $0 / 255 } }
    var offsets: [Float] { zip(minimums, widths).map { $0 + 0.5 / 255 * $1 } }

    /// The codes of a row.
    /// - Parameters:
    ///   - row: [dimension], finite.
    ///   - codes: [dimension]
    func encode(_ row: UnsafePointer<Float>, to codes: UnsafeMutablePointer<UInt8>) {
        minimums.withUnsafeBufferPointer { minimums in
            widths.withUnsafeBufferPointer { widths in
                for column in 0..<minimums.count {
                    codes[column] = Self.code(row[column], minimums[column], widths[column])
                }
            }
        }
    }

    /// Without branches and calls, so that the compiler makes SIMD of a loop over it: 2²³ added to a
    /// number of 0...255 has it rounded to nearest in its lowest byte.
    @inline(__always)
    private static func code(_ value: Float, _ minimum: Float, _ width: Float) -> UInt8 {
        let position = width > 0 ? (value - minimum) / width : 0
        let positive = position > 0 ? position : 0
        let part = 255 * (positive < 1 ? positive : 1)
        let nearest = part + 0x1p23
        let excess: UInt32 = nearest - 0x1p23 > part ? 1 : 0
        return UInt8(truncatingIfNeeded: nearest.bitPattern &- excess)
    }
}
