/// How an index of inverted lists is made.
package struct InvertedIndexSettings: Sendable {
    /// How vectors are stored.
    package enum Code: Sendable {
        /// As float32.
        case float32
        /// A byte a component, which stands for a 255th of the component's range.
        case bytes
    }

    package var metric = FAISSMetric.innerProduct
    package var code = Code.bytes
    /// Whether vectors are stored with the length 1, so that their inner products with a query of
    /// that length are cosines.
    package var normalizes = false
    /// How many lists; `defaultLists` if not given.
    package var lists: Int?
    /// How many of them are searched if a search says nothing; `defaultProbes` if not given.
    package var probes: Int?
    /// So many rows a list are drawn for finding centroids and ranges. All are held in memory, as
    /// float32.
    package var sampledRows = 64
    /// Rounds of k-means, at most.
    package var rounds = 10
    /// Of what is drawn.
    package var seed: UInt64 = 0
    /// Bytes of vectors that are held before they are written to their lists.
    package var windowBytes = 256 << 20

    package init() {}

    /// The fewest rows a list for which a number of lists is chosen; fewer make poor centroids.
    private static let fewestRows = 39

    /// The power of two that is closest to 4 √vectors, by its logarithm, but with at least 39
    /// vectors a list; 8,192 for 5 million vectors.
    package static func defaultLists(vectors: Int) -> Int {
        let wanted = 4 * Double(max(vectors, 1)).squareRoot()
        var lists = 1
        while Double(lists) * 2.0.squareRoot() < wanted, lists * 2 <= vectors / fewestRows {
            lists *= 2
        }
        return lists
    }

    /// A 128th of the lists, but at least 8 if there are as many.
    package static func defaultProbes(lists: Int) -> Int { max(lists / 128, min(lists, 8)) }

    /// - Throws: `InvertedIndexError` for a setting out of its range.
    func check() throws(InvertedIndexError) {
        let values = [
            ("sampledRows", sampledRows, 1), ("rounds", rounds, 0),
            ("windowBytes", windowBytes, 1 << 10), ("probes", probes ?? 1, 1),
        ]
        for (name, value, least) in values where value < least {
            throw .setting(name, value, atLeast: least)
        }
    }
}
