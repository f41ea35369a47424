internal import SencMath

/// How a score tells that a user will choose an item which he or she has not had: the probability
/// that it is among the next tenth of the user's interactions, σ(slope · score + intercept) (Platt,
/// "Probabilistic outputs for support vector machines", 1999).
struct InteractionProbability: Sendable, Equatable {
    let slope: Double
    let intercept: Double

    func value(_ score: Float) -> Double {
        1 / (1 + Double.exp(-(slope * Double(score) + intercept)))
    }

    /// A pair of a user and an item.
    private struct Sample {
        let score: Double
        let isChosen: Bool
        /// How many pairs it stands for.
        let weight: Double
    }

    private static let share = 0.1
    private static let mostUsers = 4096
    /// Items that were not chosen are looked at for each user at most.
    private static let mostOthers = 200

    /// Learns from nine tenths of each user's interactions what scores are, and from the last tenth of
    /// half the users what they tell; the other half says how well.
    /// - Throws: `RecommenderError.nothingToTell` if nobody has enough interactions.
    static func learn(
        _ log: InteractionLog, _ options: RecommenderOptions, threads: Int? = nil,
        report: (TrainingProgress) throws -> Void
    ) throws -> (probability: InteractionProbability, measures: ProbabilityMeasures) {
        let lines = InteractionSplit.user.divide(log, share: share, seed: options.seed)
        guard !lines.test.isEmpty else { throw RecommenderError.nothingToTell }
        let recommender = try Recommender(
            learning: log.selecting(lines.training), options, threads: threads, report: report)
        let told = Interactions(log.selecting(lines.test), .once).byUser
        let order = CounterRandom(seed: options.seed, purpose: 0x706C_6174)
            .permutation(of: told.rowCount)
        let users = Array(order.lazy.filter { !told.range($0).isEmpty }.prefix(mostUsers))
        let random = CounterRandom(seed: options.seed, purpose: 0x706C_6175)
        let samples = try WorkerPool(threads: threads).map(items: users.count, grain: 16) { place in
            self.samples(
                recommender, users[place], told[users[place]], random.child(UInt64(place)))
        }
        let half = samples.count / 2
        let known = samples[..<half].flatMap { $0 }
        let others = samples[half...].flatMap { $0 }
        guard known.contains(where: \.isChosen), others.contains(where: \.isChosen),
            known.contains(where: { !$0.isChosen }), others.contains(where: { !$0.isChosen })
        else { throw RecommenderError.nothingToTell }
        let probability = fit(known)
        return (probability, measures(of: probability, others))
    }

    private static func samples(
        _ recommender: Recommender, _ user: Int, _ told: ArraySlice<UInt32>, _ random: CounterRandom
    ) -> [Sample] {
        let interactions = recommender.interactions
        let scores = FloatBuffer(count: interactions.itemCount)
        recommender.scores(ofUser: user, to: scores.base)
        let seen = Set(interactions.byUser[user])
        let chosen = Set(told).subtracting(seen)
        var samples: [Sample] = []
        var others: [Int] = []
        for item in 0..<interactions.itemCount where recommender.isKnown[item] {
            if chosen.contains(UInt32(item)) {
                samples.append(
                    Sample(score: Double(scores.base[item]), isChosen: true, weight: 1))
            } else if !seen.contains(UInt32(item)) {
                others.append(item)
            }
        }
        let count = min(others.count, mostOthers)
        for place in 0..<count {
            others.swapAt(
                place, place + random.integer(below: others.count - place, at: UInt64(place)))
            samples.append(
                Sample(
                    score: Double(scores.base[others[place]]), isChosen: false,
                    weight: Double(others.count) / Double(count)))
        }
        return samples
    }

    /// Newton's method on the logistic loss of the score, standardized.
    private static func fit(_ samples: [Sample]) -> InteractionProbability {
        let total = samples.reduce(0) { $0 + $1.weight }
        let mean = samples.reduce(0) { $0 + $1.weight * $1.score } / total
        let variance =
            samples.reduce(0) { $0 + $1.weight * ($1.score - mean) * ($1.score - mean) } / total
        let deviation = variance > 0 ? variance.squareRoot() : 1
        let chosen = samples.reduce(0) { $0 + ($1.isChosen ? $1.weight : 0) }
        var (a, b) = (0.0, Double.log(chosen / (total - chosen)))
        // So little that it matters only where scores separate all.
        let ridge = 1e-6 * total
        for _ in 0..<100 {
            var gradient = (a * ridge, 0.0)
            var curvature = (ridge, 0.0, 1e-12 * total)
            for sample in samples {
                let x = (sample.score - mean) / deviation
                let p = 1 / (1 + Double.exp(-(a * x + b)))
                let error = sample.weight * (p - (sample.isChosen ? 1 : 0))
                let weight = sample.weight * p * (1 - p)
                gradient.0 += error * x
                gradient.1 += error
                curvature.0 += weight * x * x
                curvature.1 += weight * x
                curvature.2 += weight
            }
            let determinant = curvature.0 * curvature.2 - curvature.1 * curvature.1
            guard determinant > 0 else { break }
            let step = (
                (gradient.0 * curvature.2 - gradient.1 * curvature.1) / determinant,
                (gradient.1 * curvature.0 - gradient.0 * curvature.1) / determinant
            )
            // A full step may go too far where the curvature is small.
            let length = max(step.0.magnitude, step.1.magnitude)
            let factor = length > 2 ? 2 / length : 1
            a -= factor * step.0
            b -= factor * step.1
            if length < 1e-10 { break }
        }
        return InteractionProbability(
            slope: a / deviation, intercept: b - a * mean / deviation)
    }

    private static func measures(
        of probability: InteractionProbability, _ samples: [Sample]
    ) -> ProbabilityMeasures {
        let total = samples.reduce(0) { $0 + $1.weight }
        let chosen = samples.reduce(0) { $0 + ($1.isChosen ? $1.weight : 0) }
        let share = chosen / total
        var loss = 0.0
        for sample in samples {
            let x = probability.slope * sample.score + probability.intercept
            let signed = sample.isChosen ? -x : x
            // log(1 + eˣ), whatever x is.
            loss +=
                sample.weight * (max(signed, 0) + Double.log1p(Double.exp(-signed.magnitude)))
        }
        // Of pairs with equal scores half count.
        let sorted = samples.sorted { $0.score < $1.score }
        var (below, area, place) = (0.0, 0.0, 0)
        while place < sorted.count {
            var (here, others, end) = (0.0, 0.0, place)
            while end < sorted.count, sorted[end].score == sorted[place].score {
                if sorted[end].isChosen {
                    here += sorted[end].weight
                } else {
                    others += sorted[end].weight
                }
                end += 1
            }
            area += here * (below + others / 2)
            below += others
            place = max(end, place + 1)
        }
        return ProbabilityMeasures(
            logLoss: loss / total,
            baselineLogLoss: -(share * Double.log(share) + (1 - share) * Double.log(1 - share)),
            area: area / (chosen * (total - chosen)))
    }
}
