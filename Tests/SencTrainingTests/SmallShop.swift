import TestSupport

@testable import SencTraining

/// A generated shop: users like one of four kinds of items, and some items are popular.
struct SmallShop {
    private(set) var log = InteractionLog()
    static let (users, items, kinds) = (120, 64, 4)

    /// - Parameter hasRatings: whether lines have a rating from 1 to 5, high for the kind that a user
    ///   likes.
    init(hasRatings: Bool = false, hasTimes: Bool = false) {
        var random = SplitMix(seed: 7)
        for user in 0..<Self.users {
            for item in 0..<Self.items {
                let isLiked = user % Self.kinds == item % Self.kinds
                let isPopular = item < 8
                let chance = isLiked ? 0.5 : isPopular ? 0.3 : 0.05
                guard Double.random(in: 0..<1, using: &random) < chance else { continue }
                let rating =
                    isLiked
                    ? Int.random(in: 4...5, using: &random)
                    : Int.random(in: 1...3, using: &random)
                log.add(
                    user: "user \(user)", item: "item \(item)",
                    value: hasRatings ? Float(rating) : nil,
                    time: hasTimes ? Double((user * 31 + item * 17) % 1000) : nil)
            }
        }
    }
}
