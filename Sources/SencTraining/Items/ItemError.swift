public import SencFiles

/// Why vectors of items cannot be learned.
public enum ItemError: Diagnostic, Equatable {
    /// There is no session with an item.
    case none
    /// No item is seen as often as it must be.
    case tooRare(minimumCount: Int)
    /// One item, from which nothing is told apart.
    case oneItem(String)
    /// No session has two items that are learned.
    case noNeighbors
    /// More sessions or items than can be told apart.
    case tooMany(Int)
    /// Some items have a time and others none, or a time is not finite: the place, from 1, of the
    /// first such one.
    case invalidTime(Int)
    /// An item whose name a form cannot hold.
    case blank(String)
    /// So few sessions that none can be held out.
    case nothingToPredict

    public var message: Message {
        switch self {
        case .none: "there is no session with an item: nothing can be learned"
        case .tooRare(let minimum): "no item is seen \(minimum) times or more"
        case .oneItem(let item):
            "there is one item alone, \(item.quoted()): nothing tells it from others"
        case .noNeighbors: "no session has two items that are learned"
        case .tooMany(let count): "\(count) sessions or items are too many"
        case .invalidTime(let place):
            "either all items have a time, a finite number, or none (item \(place))"
        case .blank(let item):
            """
            the item \(item.quoted()) has white space in its name, which word2vec's forms have no \
            place for
            """
        case .nothingToPredict:
            """
            no session has two items that others have, too: none can be held out
            """
        }
    }

    public var status: ExitStatus {
        switch self {
        case .blank: .usage
        case .none, .tooRare, .oneItem, .noNeighbors, .tooMany, .invalidTime, .nothingToPredict:
            .badData
        }
    }

    /// - Throws: `blank` for a name with white space.
    static func checkBlanks(_ name: String) throws(ItemError) {
        if name.unicodeScalars.contains(where: \.properties.isWhitespace) { throw .blank(name) }
    }
}
