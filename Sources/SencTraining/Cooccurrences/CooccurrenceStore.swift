internal import SencFiles
internal import SencMath

/// Pairs of words by blocks, in memory or, if they are too many, in a temporary file.
final class CooccurrenceStore: @unchecked Sendable {
    typealias Pair = TrainingKernels.Cooccurrence

    /// Pairs of a piece.
    private static let pieceCount = 1 << 16

    private let maximumPieces: Int
    private let directory: String
    private var pieces: [[Pair]] = []
    private var last: [Pair] = []
    private var file: TemporaryFile?
    /// Where each block begins among all pairs, and the end.
    private(set) var starts: [Int]
    private(set) var count = 0
    /// Steps of a pass: of two different words there are two.
    private(set) var steps = 0
    private var block = 0

    init(_ layout: BlockLayout, _ options: CooccurrenceOptions) {
        directory = options.temporaryDirectory
        maximumPieces =
            options.memory / 2 / (Self.pieceCount * MemoryLayout<Pair>.stride)
        starts = [Int](repeating: 0, count: layout.blockCount + 1)
        last.reserveCapacity(Self.pieceCount)
    }

    /// - Parameter block: that of the pair before or a later one.
    func append(_ pair: Pair, to block: Int) throws {
        while self.block < block {
            self.block += 1
            starts[self.block] = count
        }
        last.append(pair)
        count += 1
        steps += pair.first == pair.second ? 1 : 2
        if last.count == Self.pieceCount { try flush() }
    }

    /// To be called behind the last pair.
    func finish() throws {
        while block < starts.count - 1 {
            block += 1
            starts[block] = count
        }
        if !last.isEmpty { try flush() }
    }

    private func flush() throws {
        if file == nil, pieces.count >= maximumPieces {
            let file = try TemporaryFile(in: directory)
            self.file = file
            for piece in pieces { try Self.write(piece, to: file) }
            pieces = []
        }
        if let file {
            try Self.write(last, to: file)
            last.removeAll(keepingCapacity: true)
        } else {
            pieces.append(last)
            last = []
            last.reserveCapacity(Self.pieceCount)
        }
    }

    private static func write(_ piece: [Pair], to file: TemporaryFile) throws {
        _ = try piece.withUnsafeBytes { try file.append($0) }
    }

    func range(of block: Int) -> Range<Int> { starts[block]..<starts[block + 1] }

    /// Copies a block's pairs.
    /// - Parameter pairs: as many as the block has.
    func copy(_ block: Int, to pairs: UnsafeMutableBufferPointer<Pair>) throws {
        let range = range(of: block)
        if let file {
            try file.read(
                into: UnsafeMutableRawBufferPointer(pairs),
                at: range.lowerBound * MemoryLayout<Pair>.stride)
            return
        }
        var place = range.lowerBound
        while place < range.upperBound {
            let piece = pieces[place / Self.pieceCount]
            let first = place % Self.pieceCount
            let count = min(piece.count - first, range.upperBound - place)
            piece.withUnsafeBufferPointer { piece in
                let target = UnsafeMutableBufferPointer(
                    rebasing: pairs[(place - range.lowerBound)..<(place - range.lowerBound + count)]
                )
                _ = target.update(fromContentsOf: piece[first..<(first + count)])
            }
            place += count
        }
    }
}
