internal import SencMath

/// How words are shared out in parts, so that pairs of words become blocks: those of two parts. Blocks
/// that have no part in common can be learned at once, and their rows fit a processor's cache.
struct BlockLayout: Sendable, Equatable {
    /// An even number.
    let parts: Int
    /// Rows of the table from one part to the next.
    let partRows: Int

    private static let maximumParts = 1 << 10
    /// Words of a part at least, where there are so many.
    private static let leastWords = 8
    /// Enough for the threads of most machines.
    private static let usualParts = 64
    /// Bytes of the rows of a block, about.
    private static let blockBytes = 1 << 20

    private static let partBits: UInt64 = 10
    private static let rowBits: UInt64 = 22

    /// - Parameters:
    ///   - words: fewer than 2³².
    ///   - rowBytes: of all that a word has.
    init(words: Int, rowBytes: Int) {
        let wanted = max(
            min(Self.usualParts, words / Self.leastWords), words * rowBytes / (Self.blockBytes / 2))
        parts = min(max(2, min(wanted + wanted % 2, words + words % 2)), Self.maximumParts)
        partRows = max(1, (words + parts - 1) / parts)
    }

    /// Rows of the table; some may be no word's.
    var rowCount: Int { parts * partRows }

    /// Frequent words, which are the first ones, go to different parts.
    func row(of word: Int) -> Int { word % parts * partRows + word / parts }

    var blockCount: Int { parts * parts }

    /// The block of two parts, the lower one first.
    func block(_ first: Int, _ second: Int) -> Int {
        min(first, second) * parts + max(first, second)
    }

    /// A word's part and its place in it, as one number.
    func code(of word: Int) -> UInt32 {
        UInt32(word % parts) << UInt32(Self.rowBits) | UInt32(word / parts)
    }

    /// A pair of codes as a number: those of a block follow each other.
    @inline(__always)
    static func key(_ a: UInt32, _ b: UInt32) -> UInt64 {
        let (first, second) = (UInt64(min(a, b)), UInt64(max(a, b)))
        let rowMask: UInt64 = (1 << rowBits) - 1
        let parts = (first >> rowBits) << partBits | second >> rowBits
        return parts << (2 * rowBits) | (first & rowMask) << rowBits | second & rowMask
    }

    /// The block and the rows of a pair.
    func place(of key: UInt64) -> (block: Int, first: Int, second: Int) {
        let partMask: UInt64 = (1 << Self.partBits) - 1
        let rowMask: UInt64 = (1 << Self.rowBits) - 1
        let first = Int(key >> (2 * Self.rowBits + Self.partBits) & partMask)
        let second = Int(key >> (2 * Self.rowBits) & partMask)
        return (
            block(first, second), first * partRows + Int(key >> Self.rowBits & rowMask),
            second * partRows + Int(key & rowMask)
        )
    }

    /// Blocks that are learned at once, no two of a round with a part in common, and all of them in
    /// as many rounds as there are parts: those of each part with itself in the first, then as a
    /// tournament has them, of which one part keeps its place and the others go round.
    func round(_ index: Int) -> [Int] {
        guard index > 0 else { return (0..<parts).map { block($0, $0) } }
        let (last, turn) = (parts - 1, index - 1)
        return [block(last, turn)]
            + (1..<max(1, parts / 2)).map { step in
                block((turn + step) % last, (turn + last - step) % last)
            }
    }
}
