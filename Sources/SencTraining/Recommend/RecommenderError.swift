public import SencFiles

/// Why recommendations cannot be learned or made.
public enum RecommenderError: Diagnostic, Equatable {
    /// No row says that a user had to do with an item.
    case noInteractions
    /// One item, beside which there is none to recommend.
    case oneItem
    /// A row, from 1, whose user or item is empty or has a line break, which files of names have no
    /// place for.
    case invalidName(String, row: Int)
    /// A row, from 1, with a rating where those before it have none, or without one where they have.
    case mixedRatings(row: Int)
    /// A row, from 1, with a time where those before it have none, or without one where they have.
    case mixedTimes(row: Int)
    /// A row, from 1, whose rating is not finite, or over 10⁹ without its sign, or whose time is not
    /// finite.
    case notFinite(row: Int)
    /// More rows than 32 bits can number.
    case tooManyRows
    /// A method for which a rating is how much an interaction counts, and one that is negative.
    case negativeRating(RecommenderMethod)
    /// A method of ratings without any.
    case noRatings(RecommenderMethod)
    /// What is for methods of interactions, and not of ratings.
    case needsInteractions(RecommenderMethod)
    /// A division by time of rows without any.
    case noTimes
    /// EASE with so many items that its matrix does not fit into memory.
    case tooManyItems(Int, method: RecommenderMethod)
    /// Vectors that do not fit into memory.
    case tooMany(users: Int, items: Int, dimension: Int)
    /// A matrix that rounding makes indefinite.
    case notSolvable(regularization: Double)
    /// A user of whom nothing was learned, and one who is called much the same.
    case unknownUser(String, suggestion: String?)
    /// An item of which nothing was learned, and one that is called much the same.
    case unknownItem(String, suggestion: String?)
    /// A method that learns nothing of a new user from items without ratings.
    case needsRatings(RecommenderMethod)
    /// A user for whom there is no other item.
    case everythingSeen(String)
    /// No user has an item both to learn from and to be tested with.
    case nothingToTell
    /// A method without vectors of items, for which items cannot get any by their features.
    case noVectors(RecommenderMethod)
    /// The features of fewer than two items that were learned from are known, or they tell nothing.
    case noFeatures
    /// More features than vectors of items can be computed from.
    case tooManyFeatures(Int, limit: Int)
    /// A directory that is no recommender's.
    case notAModel(path: String)
    /// A part of a recommender's directory that is missing, or not what it should be.
    case damaged(String, path: String)

    public var message: Message {
        switch self {
        case .noInteractions: "there is no interaction to learn from"
        case .oneItem: "there is one item only: nothing can be recommended"
        case .invalidName(let name, let row):
            "the name \(name.quoted()) is empty or has a line break (row \(row))"
        case .mixedRatings(let row): "either all rows have a rating or none (row \(row))"
        case .mixedTimes(let row): "either all rows have a time or none (row \(row))"
        case .notFinite(let row):
            "the rating or the time is not a finite number, or is too large (row \(row))"
        case .tooManyRows: "there are more rows than can be learned from"
        case .negativeRating(let method):
            "a rating is negative, and says how much an interaction counts with \(method.rawValue)"
        case .noRatings(let method): "\(method.rawValue) learns ratings, and there are none"
        case .needsInteractions(let method):
            "\(method.rawValue) tells ratings, not how likely an interaction is"
        case .noTimes: "there are no times by which the latest rows could be found"
        case .tooManyItems(let count, let method):
            "\(count) items are too many for \(method.rawValue) in the memory of this machine"
        case .tooMany(let users, let items, let dimension):
            """
            \(users) users and \(items) items of \(dimension) numbers do not fit into memory
            """
        case .notSolvable(let regularization):
            "with a regularization of \(regularization) rounding decides: give a larger one"
        case .unknownUser(let name, let suggestion):
            "no user \(name.quoted()) was learned from\(NearestName.question(suggestion))"
        case .unknownItem(let name, let suggestion):
            "no item \(name.quoted()) was learned from\(NearestName.question(suggestion))"
        case .needsRatings(let method):
            """
            what a new user likes is not told by items without ratings with \(method.rawValue)
            """
        case .everythingSeen(let user):
            "the user \(user.quoted()) has had every item: there is nothing to recommend"
        case .nothingToTell:
            "no user has an item to learn from and another to be told: nothing can be measured"
        case .noVectors(let method):
            "\(method.rawValue) has no vectors of items to make others of"
        case .noFeatures:
            "the features of two items that were learned from are needed at least, and must differ"
        case .tooManyFeatures(let count, let limit):
            "vectors of items have \(count) numbers, and may have \(limit)"
        case .notAModel(let path): "not a recommender's directory (\(path))"
        case .damaged(let part, let path):
            """
            the model is damaged, or of another version of senc: \(part.quoted()) is not what it \
            should be (\(path))
            """
        }
    }

    public var status: ExitStatus {
        switch self {
        case .noInteractions, .oneItem, .invalidName, .mixedRatings, .mixedTimes, .notFinite,
            .tooManyRows, .negativeRating, .everythingSeen, .nothingToTell, .noFeatures, .notAModel,
            .damaged:
            .badData
        default: .usage
        }
    }
}
