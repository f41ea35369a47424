package import SencFiles

/// Why vectors of items cannot be learned.
package enum ItemError: Diagnostic, Equatable {
    /// There is no interaction.
    case none
    /// No item is seen as often as it must be.
    case tooRare(minimumCount: Int)
    /// One item, from which nothing is told apart.
    case oneItem(String)
    /// No session has two items that are learned.
    case noNeighbors
    /// More sessions or items than can be told apart.
    case tooMany(Int)
    /// An item whose name a form cannot hold.
    case blank(String)
    /// So few sessions that none can be held out.
    case nothingToPredict

    package var message: Message {
        switch self {
        case .none: "there is no session with an item: nothing can be learned"
        case .tooRare(let minimum):
            "no item is seen \(minimum) times or more: give a lower --min-count"
        case .oneItem(let item):
            "there is one item alone, \(item.quoted()): nothing tells it from others"
        case .noNeighbors:
            """
            no session has two items that are learned: give longer sessions, or a lower --min-count
            """
        case .tooMany(let count): "\(count) sessions or items are too many"
        case .blank(let item):
            """
            the item \(item.quoted()) has white space in its name, which word2vec's forms have no \
            place for: write NAME.npy, with the items in NAME.npy.ids
            """
        case .nothingToPredict:
            """
            --tune holds out the last item of sessions, and no session has two items that others \
            have, too: leave out --tune
            """
        }
    }

    package var status: ExitStatus {
        switch self {
        case .blank: .usage
        case .none, .tooRare, .oneItem, .noNeighbors, .tooMany, .nothingToPredict: .badData
        }
    }

    /// - Throws: `blank` for a name with white space.
    static func checkBlanks(_ name: String) throws(ItemError) {
        if name.unicodeScalars.contains(where: \.properties.isWhitespace) { throw .blank(name) }
    }
}
