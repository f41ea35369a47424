/// How well ratings are told that were not learned from, in the unit of the ratings.
public struct RatingMeasures: Sendable, Equatable {
    /// The root of the mean squared error (RMSE).
    public let rootMeanSquare: Double
    /// The mean of the errors without their signs (MAE).
    public let meanAbsolute: Double
    /// The root of the mean squared error if the mean of all ratings learned from were told for each.
    public let baseline: Double
    /// How many ratings were tested with.
    public let count: Int

    /// Measures the ratings that a recommender tells.
    /// - Parameters:
    ///   - recommender: of a method of ratings, which has not learned from the test's.
    ///   - test: ratings. Users and items are found by their names; of such as nothing was learned of
    ///     the rating follows from the other one and the mean.
    /// - Throws: `RecommenderError.nothingToTell` if there are none to test with,
    ///   `RecommenderError.noRatings` if the rows have no ratings, or the method tells none.
    public init(_ recommender: Recommender, test: InteractionLog) throws {
        try self.init(recommender, told: recommender.renumbering(test))
    }

    /// - Parameter told: ratings of users and items that are numbered as the recommender's.
    init(_ recommender: Recommender, told: InteractionLog) throws {
        let interactions = recommender.interactions
        guard told.count > 0 else { throw RecommenderError.nothingToTell }
        guard told.hasRatings else { throw RecommenderError.noRatings(recommender.options.method) }
        var sum = 0.0
        for place in 0..<interactions.count {
            sum += Double(interactions.byUser.value(at: place))
        }
        let mean = sum / Double(max(1, interactions.count))
        var (squares, absolutes, plain) = (0.0, 0.0, 0.0)
        for line in 0..<told.count {
            let (user, item) = (Int(told.users[line]), Int(told.items[line]))
            let isUser = user < interactions.userCount && !interactions.byUser[user].isEmpty
            let isItem = item < interactions.itemCount && !interactions.byItem[item].isEmpty
            guard
                let rating = recommender.rating(
                    user: isUser ? user : nil, item: isItem ? item : nil)
            else { throw RecommenderError.noRatings(recommender.options.method) }
            let error = Double(told.values[line]) - Double(rating)
            squares += error * error
            absolutes += error.magnitude
            let other = Double(told.values[line]) - mean
            plain += other * other
        }
        count = told.count
        rootMeanSquare = (squares / Double(told.count)).squareRoot()
        meanAbsolute = absolutes / Double(told.count)
        baseline = (plain / Double(told.count)).squareRoot()
    }
}
