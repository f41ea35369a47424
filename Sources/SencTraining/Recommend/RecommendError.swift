package import SencFiles

/// Why recommendations cannot be learned or made.
package enum RecommendError: Diagnostic, Equatable {
    /// No line says that a user had to do with an item.
    case noInteractions
    case oneItem
    /// A method of ratings without any.
    case noRatings(RecommendMethod)
    /// EASE with so many items that its matrix does not fit into memory.
    case tooManyItems(Int, method: RecommendMethod)
    case tooMany(users: Int, items: Int, dimension: Int)
    /// A matrix that rounding makes indefinite.
    case notSolvable(regularization: Double)
    case unknownUser(String, suggestion: String?)
    case unknownItem(String, suggestion: String?)
    /// A new user cannot be told from items alone.
    case needsRatings(RecommendMethod)
    /// A user for whom there is no other item.
    case everythingSeen(String)
    /// No user has an item both to learn from and to be told.
    case nothingToTell
    /// Features of items are for methods that have vectors of them.
    case noVectors(RecommendMethod)
    /// Of too few items that were learned from the features are known, or they tell nothing.
    case noFeatures
    case tooManyFeatures(Int, limit: Int)
    case notAModel(path: String)
    /// A part of a model's directory is missing, or not what it should be.
    case damaged(String, path: String)

    package var message: Message {
        switch self {
        case .noInteractions: "there is no interaction to learn from"
        case .oneItem: "there is one item only: nothing can be recommended"
        case .noRatings(let method):
            "\(method.rawValue) learns ratings: name their column with --rating"
        case .tooManyItems(let count, let method):
            """
            \(count) items are too many for \(method.rawValue) in the memory of this machine: give \
            --method als
            """
        case .tooMany(let users, let items, let dimension):
            """
            \(users) users and \(items) items of \(dimension) numbers do not fit into memory: give a \
            smaller --dimension
            """
        case .notSolvable(let regularization):
            "with a regularization of \(regularization) rounding decides: give a larger one"
        case .unknownUser(let name, let suggestion):
            "no user \(name.quoted()) was learned from\(NearestName.question(suggestion))"
        case .unknownItem(let name, let suggestion):
            "no item \(name.quoted()) was learned from\(NearestName.question(suggestion))"
        case .needsRatings(let method):
            """
            what a new user likes is not told by items without ratings with \(method.rawValue): \
            train with another --method
            """
        case .everythingSeen(let user):
            "the user \(user.quoted()) has had every item: there is nothing to recommend"
        case .nothingToTell:
            "no user has an item to learn from and another to be told: nothing can be measured"
        case .noVectors(let method):
            "\(method.rawValue) has no vectors of items to make others of: give --method als"
        case .noFeatures:
            "the features of two items that were learned from are needed at least, and must differ"
        case .tooManyFeatures(let count, let limit):
            "vectors of items have \(count) numbers, and may have \(limit)"
        case .notAModel(let path): "not a model of senc train recommend (\(path))"
        case .damaged(let part, let path):
            """
            the model is damaged, or of another version of senc: \(part.quoted()) is not what it \
            should be (\(path))
            """
        }
    }

    package var status: ExitStatus {
        switch self {
        case .noInteractions, .oneItem, .everythingSeen, .nothingToTell, .noFeatures, .notAModel,
            .damaged:
            .badData
        default: .usage
        }
    }
}
