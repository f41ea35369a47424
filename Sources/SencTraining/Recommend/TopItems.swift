/// An item by its number, and how much it is recommended.
struct RecommendedItem: Sendable, Equatable {
    let item: Int
    /// Larger is better.
    let score: Float
}

/// The items with the highest scores, of equal ones those with the lower numbers.
struct TopItems {
    private let limit: Int
    private(set) var items: [RecommendedItem] = []
    private var least = -Float.infinity

    /// - Parameter limit: not negative.
    init(limit: Int) { self.limit = limit }

    mutating func add(_ item: Int, _ score: Float) {
        // What is not a number is never recommended.
        guard limit > 0, score > least || (items.count < limit && score == score) else { return }
        var place = items.count
        while place > 0, items[place - 1].score < score { place -= 1 }
        if items.count == limit { items.removeLast() }
        items.insert(RecommendedItem(item: item, score: score), at: place)
        if items.count == limit, let last = items.last { least = last.score }
    }
}
