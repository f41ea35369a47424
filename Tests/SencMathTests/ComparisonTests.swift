import SencMath
import TestSupport
import Testing

/// The kernels of search, against sums in double precision.
struct ComparisonTests {
    static let elements: [RowSet.Element] = [.float32, .float16, .int8, .uint8]

    private final class Bytes: Sendable {
        nonisolated(unsafe) let memory: UnsafeMutableRawBufferPointer

        init(_ bytes: [UInt8]) {
            memory = .allocate(byteCount: max(bytes.count, 1), alignment: 1)
            memory.copyBytes(from: bytes)
        }

        deinit { memory.deallocate() }
    }

    /// Rows of random elements, some of them zero or large, and the floats that they stand for.
    private static func rows(
        _ count: Int, _ columns: Int, _ element: RowSet.Element, scaled: Bool, seed: UInt64
    ) -> (set: RowSet, values: [[Float]]) {
        var generator = SplitMix(seed: seed)
        let scales = generator.floats(columns, in: 0.001...0.01)
        let offsets = generator.floats(columns, in: -0.4...0.3)
        var bytes: [UInt8] = []
        var values: [[Float]] = []
        for row in 0..<count {
            let factor: Float = row % 11 == 5 ? 0 : row % 13 == 7 ? 300 : 1
            values.append(
                generator.floats(columns, in: -1...1).enumerated().map { column, x in
                    switch element {
                    case .float32:
                        withUnsafeBytes(of: x * factor) { bytes += $0 }
                        return x * factor
                    case .float16:
                        // All halves of small and middling size, subnormal ones among them.
                        let pattern = UInt16(truncatingIfNeeded: Int(x * 0x57FF)) & 0xDBFF
                        withUnsafeBytes(of: pattern) { bytes += $0 }
                        return Self.half(pattern)
                    case .int8:
                        let e = row % 17 == 3 ? -128 : Int8(x * 127.5)
                        bytes.append(UInt8(bitPattern: e))
                        return scaled ? Float(e).scaled(scales[column], offsets[column]) : Float(e)
                    case .uint8:
                        let e = UInt8(abs(x) * 255)
                        bytes.append(e)
                        return scaled ? Float(e).scaled(scales[column], offsets[column]) : Float(e)
                    }
                })
        }
        let owner = Bytes(bytes)
        let set = RowSet(
            rows: count, columns: columns, element: element,
            bytes: UnsafeRawBufferPointer(rebasing: owner.memory[0..<bytes.count]), owner: owner,
            scales: scaled ? scales : nil, offsets: scaled ? offsets : nil)
        return (set, values)
    }

    private static func half(_ bits: UInt16) -> Float {
        let exponent = Int(bits >> 10 & 31)
        let fraction = Float(bits & 0x3FF)
        let size =
            exponent == 0
            ? fraction * 0x1p-24
            : Float(sign: .plus, exponent: exponent - 25, significand: fraction + 1024)
        return bits & 0x8000 == 0 ? size : -size
    }

    @Test(arguments: families, [1, 5, 16, 33, 64, 100, 384, 4097])
    func boundsLieAboveAndCloseBy(family: KernelFamily, columns: Int) {
        for (element, scaled) in Self.elements.map({ ($0, false) }) + [
            (.int8, true), (.uint8, true),
        ] {
            let (set, values) = Self.rows(37, columns, element, scaled: scaled, seed: 1)
            var generator = SplitMix(seed: 2)
            var query = generator.floats(columns, in: -1...1)
            let length = dotProduct(query, query).squareRoot()
            query = query.map { $0 / Float(length) }
            let errorBound = Float(columns + 16) * 0x1p-23
            for metric in SimilarityFunction.allCases {
                var bounds = [Float](repeating: .nan, count: 36)
                query.withUnsafeBufferPointer { query in
                    bounds.withUnsafeMutableBufferPointer { bounds in
                        guard let query = query.baseAddress, let bounds = bounds.baseAddress
                        else { return }
                        set.bounds(
                            of: metric, query: query, errorBound: errorBound, rows: 1..<37,
                            to: bounds,
                            family: family)
                    }
                }
                for (bound, row) in zip(bounds, values[1...]) {
                    let score = metric(query, row)
                    guard score.isFinite, bound.isFinite else {
                        // Nothing is known of a row without a direction.
                        #expect(bound == .infinity && dotProduct(row, row) < 1e-20)
                        continue
                    }
                    let size = metric == .cosine ? 1 : Float(dotProduct(row, row).squareRoot()) + 1
                    #expect(bound >= score - 1e-6 * abs(score), "\(element) \(metric)")
                    let slack: Float = element == .int8 || scaled ? 0.01 : 2.5 * errorBound
                    let spread = metric == .manhattan ? Float(columns).squareRoot() * size : size
                    // A step of an int8 element is coarse beside a short row.
                    let coarse: Float = scaled ? 0.05 : 0
                    #expect(
                        bound <= score + slack * spread + coarse, "\(element) \(metric) \(score)")
                }
            }
        }
    }

    @Test(arguments: families, [1, 5, 33, 100, 384])
    func rowsBecomeFloats(family: KernelFamily, columns: Int) {
        for (element, scaled) in Self.elements.map({ ($0, false) }) + [
            (.int8, true), (.uint8, true),
        ] {
            let (set, values) = Self.rows(9, columns, element, scaled: scaled, seed: 3)
            var floats = [Float](repeating: .nan, count: 7 * columns)
            var squares = [Float](repeating: .nan, count: 7)
            floats.withUnsafeMutableBufferPointer { floats in
                squares.withUnsafeMutableBufferPointer { squares in
                    guard let floats = floats.baseAddress, let squares = squares.baseAddress
                    else { return }
                    set.copy(rows: 2..<9, to: floats, family: family)
                    set.squares(rows: 2..<9, to: squares, family: family)
                }
            }
            #expect(floats == values[2...].flatMap { $0 })
            for (square, row) in zip(squares, values[2...]) {
                let exact = Float(dotProduct(row, row))
                #expect(abs(square - exact) <= 1e-5 * exact)
            }
        }
    }

    @Test(arguments: families, [1, 2, 8, 13, 48, 96, 129])
    func bitsThatDifferAreCounted(family: KernelFamily, bytes: Int) {
        var generator = SplitMix(seed: 4)
        let all = (0..<(21 * bytes)).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let queries = (0..<(3 * bytes)).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let owner = Bytes(all)
        let rows = BitRows(
            rows: 21, bytesPerRow: bytes,
            bytes: UnsafeRawBufferPointer(rebasing: owner.memory[0..<all.count]), owner: owner)
        var distances = [Float](repeating: .nan, count: 3 * 32)
        queries.withUnsafeBufferPointer { queries in
            distances.withUnsafeMutableBufferPointer { distances in
                guard let queries = queries.baseAddress, let distances = distances.baseAddress
                else { return }
                rows.distances(
                    queries: queries, count: 3, rows: 1..<21, to: distances, stride: 32,
                    family: family)
            }
        }
        for query in 0..<3 {
            for row in 1..<21 {
                let differing = (0..<bytes).reduce(0) {
                    $0 + (all[row * bytes + $1] ^ queries[query * bytes + $1]).nonzeroBitCount
                }
                #expect(distances[query * 32 + row - 1] == -Float(differing))
            }
        }
    }

    @Test(arguments: families) func whatIsAboveALimitIsFound(family: KernelFamily) {
        var generator = SplitMix(seed: 5)
        for count in [1, 3, 4, 15, 16, 17, 40] {
            var x = generator.floats(count, in: -1...1)
            x[count / 2] = .nan
            let limits = generator.floats(count, in: -1...1)
            var found = [Int32](repeating: -1, count: count)
            let number = SencMath.indices(
                above: limits, scale: 0.5, shift: 0.1, in: x, count: count, to: &found,
                family: family)
            let expected = x.indices.filter { !(x[$0] <= limits[$0] * 0.5 + 0.1) }
            #expect(found.prefix(number).map(Int.init) == expected)
        }
    }
}

extension Float {
    /// self · scale + offset, rounded once.
    fileprivate func scaled(_ scale: Float, _ offset: Float) -> Float {
        Float(Double(self) * Double(scale) + Double(offset))
    }
}
