internal import SencMath

/// Texts of one class are to be nearer to each other than to those of other classes, by a margin,
/// of triplets that are made within the batch.
///
/// With distances d of the anchor a to a positive p, of its class, and to a negative n, of another:
///
///     loss = mean of max(0, d(a, p) - d(a, n) + margin)
///
/// (Hermans et al., "In Defense of the Triplet Loss for Person Re-Identification", 2017; semi-hard
/// triplets: Schroff et al., "FaceNet", 2015).
struct BatchTriplet: ProductObjective {
    enum Triplets: Sendable {
        /// All whose loss is above 0.
        case all
        /// For each anchor its farthest positive and its nearest negative.
        case hard
        /// The same, with log(1 + exp(d(a, p) - d(a, n))), and no margin.
        case hardSoftMargin
        /// For each anchor and positive the nearest negative that is farther than the positive, or
        /// else the farthest of all.
        case semiHard
    }

    enum Distance: Sendable {
        case euclidean
        /// 1 - cosine similarity
        case cosine
    }

    var triplets: Triplets
    var distance = Distance.euclidean
    var margin = 5.0

    var columns: ClosedRange<Int> { 1...1 }
    var labels: [BatchLabels.Kind?] { [.classes] }

    func evaluate<Element: ScoreElement>(
        _ type: Element.Type, _ vectors: SentenceVectors, _ labels: BatchLabels?,
        gradients: SentenceVectors, _ arithmetic: LossArithmetic
    ) throws -> Double {
        guard case .classes(let classes) = labels else { return 0 }
        precondition(classes.count == vectors.rows, "as many classes as rows")
        let rows = vectors.rows
        let counts = ScratchBuffer<Int>()
        counts.reserve(rows)
        @Sendable func loss(_ row: Int, _ distances: UnsafeMutablePointer<Double>) -> Double {
            var anchor = AnchorTriplets(row, distances, classes, margin: margin)
            let sum =
                switch triplets {
                case .all: anchor.all()
                case .hard: anchor.hard()
                case .hardSoftMargin: anchor.hardSoftMargin()
                case .semiHard: anchor.semiHard()
                }
            counts.base[row] = anchor.count
            return sum
        }
        let (sum, add): (Double, (Double) throws -> Void)
        switch distance {
        case .cosine:
            let scored = try ScoredVectors<Element>(vectors, .cosine, arithmetic)
            let block = ScoreRows<Element>.Block(left: scored[0], right: scored[0])
            sum = try ScoreRows([block]).evaluate(arithmetic.workers) { row, scores, _ in
                for index in 0..<rows { scores[index] = 1 - scores[index] }
                let value = loss(row, scores)
                for index in 0..<rows { scores[index] = -scores[index] }
                return value
            }
            add = { try scored.addGradients(to: gradients, scale: $0, arithmetic) }
        case .euclidean:
            let scored = try DistanceVectors<Element>(vectors, arithmetic)
            sum = try ScoreRows([scored.block]).evaluate(arithmetic.workers) { row, scores, _ in
                scored.replaceByDistances(row, scores)
                let distances = ScratchBuffer<Double>()
                distances.reserve(rows)
                distances.base.update(from: scores, count: rows)
                let value = loss(row, scores)
                for index in 0..<rows {
                    // Of -d² / 2; a distance of 0 changes by nothing.
                    let distance = distances.base[index]
                    scores[index] = distance > 0 ? -scores[index] / distance : 0
                }
                return value
            }
            add = { try scored.addGradients(to: gradients, scale: $0, arithmetic) }
        }
        let count =
            switch triplets {
            case .all, .semiHard: (0..<rows).reduce(0) { $0 + counts.base[$1] }
            case .hard, .hardSoftMargin: rows
            }
        guard count > 0 else { return 0 }
        try add(1 / Double(count))
        return sum / Double(count)
    }
}
