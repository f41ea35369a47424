// Learns from what the customers of a small shop bought what they may like next. The shop is made up:
// the same seed draws the same one.
import SencTraining

let shelves = [
    ["coffee", "milk", "sugar", "biscuits", "tea"],
    ["bread", "butter", "honey", "cheese", "olives"],
    ["soap", "bleach", "cloth", "sponge", "brush"],
]

/// Numbers that look random and follow from a seed (SplitMix64).
struct Draws {
    var seed: UInt64

    mutating func number(below count: Int) -> Int {
        seed &+= 0x9E37_79B9_7F4A_7C15
        var bits = seed
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((bits ^ bits >> 31) % UInt64(count))
    }
}

// Each customer buys some of one shelf, and now and then something of another.
var draws = Draws(seed: 1)
var log = InteractionLog()
for customer in 1...300 {
    let shelf = shelves[draws.number(below: shelves.count)]
    let skipped = draws.number(below: shelf.count)
    for item in shelf where item != shelf[skipped] && draws.number(below: 4) > 0 {
        try log.append(Interaction(user: "customer \(customer)", item: item))
    }
    if draws.number(below: 4) == 0 {
        let items = shelves.joined()
        let item = items[items.index(items.startIndex, offsetBy: draws.number(below: items.count))]
        try log.append(Interaction(user: "customer \(customer)", item: item))
    }
}
print("\(log.count) purchases of \(log.userCount) customers, \(log.itemCount) items")

// With few items, EASE: a weight for each pair of them, in closed form.
var options = RecommenderOptions(.ease)
options.regularization = 20

// How good is it? A fifth of each customer's purchases is kept back, and has to be told.
let (training, test) = try log.split(testShare: 0.2)
let learned = try Recommender(learning: training, options)
for (name, recommender) in [("learned", learned), ("popular", learned.byPopularity)] {
    let measures = try RankingMeasures(recommender, test: test, depths: [3]).depths[0]
    print(name, "nDCG@3", measures.discountedGain, "hit@3", measures.hitRate)
}

// What is asked for every day is learned from all purchases.
var recommender = try Recommender(learning: log, options)
_ = try recommender.calibrateProbabilities(on: log)

let customer = "customer 17"
let had = (0..<log.count).map { log[$0] }.filter { $0.user == customer }.map(\.item)
print("\(customer) has \(had.joined(separator: ", "))")
for found in try recommender.recommendations(forUser: customer, limit: 3) {
    print("   ", found.item, found.score, found.probability ?? 0)
}

let new = try recommender.recommendations(forItems: ["coffee", "milk"], limit: 2)
print("who has coffee and milk may like", new.map(\.item).joined(separator: ", "))
let beside = try recommender.similarItems(to: "soap", limit: 3)
print("beside soap go", beside.map(\.item).joined(separator: ", "))

// For `senc recommend`, and for Recommender(path:): try recommender.write(to: "shop")
