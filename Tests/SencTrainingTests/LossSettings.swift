@testable import SencTraining

/// A loss as the goldens describe it: its class, and the arguments that are not the default.
struct LossSettings {
    private let loss: String
    private let arguments: [String: Any]

    init(_ loss: String, _ arguments: [String: Any]) {
        (self.loss, self.arguments) = (loss, arguments)
    }

    private func number(_ key: String, _ standard: Double) -> Double {
        arguments[key] as? Double ?? standard
    }

    private func flag(_ key: String, _ standard: Bool) -> Bool {
        arguments[key] as? Bool ?? standard
    }

    private func name(_ key: String) -> String { arguments[key] as? String ?? "" }

    private var isDot: Bool { name("similarity_fct").contains("dot") }

    func objective(dimension: Int) throws -> any SentenceObjective {
        switch loss {
        case "MultipleNegativesRankingLoss", "CachedMultipleNegativesRankingLoss": return ranking
        case "MultipleNegativesSymmetricRankingLoss":
            return MultipleNegativesRanking(
                scale: number("scale", 20), directions: [.queryToDocument, .documentToQuery],
                partition: .perDirection)
        case "CoSENTLoss":
            return CoSENT(scale: number("scale", 20), similarity: isDot ? .dot : .cosine)
        case "AnglELoss": return CoSENT(scale: number("scale", 20), similarity: .angle)
        case "CosineSimilarityLoss": return CosineRegression()
        case "ContrastiveLoss", "OnlineContrastiveLoss":
            return Contrastive(
                distance: distance(.cosine), margin: number("margin", 0.5),
                pairs: loss == "OnlineContrastiveLoss"
                    ? .online : flag("size_average", true) ? .mean : .sum)
        case "TripletLoss":
            return TripletMargin(
                distance: distance(.euclidean), margin: number("triplet_margin", 5))
        case "SoftmaxLoss":
            var features: SoftmaxClassification.Features = []
            if flag("concatenation_sent_rep", true) { features.insert(.vectors) }
            if flag("concatenation_sent_difference", true) { features.insert(.difference) }
            if flag("concatenation_sent_multiplication", false) { features.insert(.product) }
            return SoftmaxClassification(dimension: dimension, classes: 3, features: features)
        case "MSELoss", "EmbedDistillLoss": return distillation(dimension)
        case "MarginMSELoss": return MarginRegression(similarity: isCosine ? .cosine : .dot)
        case "DistillKLDivLoss":
            let temperature = number("temperature", 1)
            return ScoreDivergence(
                similarity: isCosine ? .cosine : .dot,
                temperature: number("student_temperature", temperature),
                teacherTemperature: number("teacher_temperature", temperature))
        case "GISTEmbedLoss":
            let margin = number("margin", 0)
            return GuidedRanking(
                temperature: number("temperature", 0.01),
                margin: name("margin_strategy") == "relative"
                    ? .relative(margin) : .absolute(margin),
                contrastsAnchors: flag("contrast_anchors", true),
                contrastsPositives: flag("contrast_positives", true))
        case "MatryoshkaLoss": return try matryoshka(dimension)
        case "BatchAllTripletLoss": return batchTriplet(.all)
        case "BatchHardTripletLoss": return batchTriplet(.hard)
        case "BatchSemiHardTripletLoss": return batchTriplet(.semiHard)
        case "BatchHardSoftMarginTripletLoss": return batchTriplet(.hardSoftMargin)
        case "GlobalOrthogonalRegularizationLoss":
            func weight(_ key: String) -> Double {
                arguments.keys.contains(key) ? number(key, 0) : 1
            }
            return OrthogonalRegularization(
                similarity: isDot ? .dot : .cosine, meanWeight: weight("mean_weight"),
                secondMomentWeight: weight("second_moment_weight"),
                sumsColumns: name("aggregation") == "sum")
        case "MegaBatchMarginLoss":
            return MegaBatchMargin(
                positiveMargin: number("positive_margin", 0.8),
                negativeMargin: number("negative_margin", 0.3))
        default: throw LossCase.Failure.unknown(loss)
        }
    }

    private var isCosine: Bool { name("similarity_fct").contains("cos") }

    private func distance(_ standard: TextDistance) -> TextDistance {
        switch name("distance_metric") {
        case "EUCLIDEAN": .euclidean
        case "MANHATTAN": .manhattan
        case "COSINE", "COSINE_DISTANCE": .cosine
        default: standard
        }
    }

    private var ranking: MultipleNegativesRanking {
        let directions: [String: MultipleNegativesRanking.Direction] = [
            "query_to_doc": .queryToDocument, "query_to_query": .queryToQuery,
            "doc_to_query": .documentToQuery, "doc_to_doc": .documentToDocument,
        ]
        let hardness: [String: MultipleNegativesRanking.Hardness] = [
            "in_batch_negatives": .inBatch, "hard_negatives": .hard, "all_negatives": .all,
        ]
        let chosen = arguments["directions"] as? [String] ?? ["query_to_doc"]
        return MultipleNegativesRanking(
            scale: number("scale", 20), similarity: isDot ? .dot : .cosine,
            directions: Set(chosen.compactMap { directions[$0] }),
            partition: name("partition_mode") == "per_direction" ? .perDirection : .joint,
            hardness: hardness[name("hardness_mode")] ?? .none,
            hardnessStrength: number("hardness_strength", 0))
    }

    private func distillation(_ dimension: Int) -> VectorDistillation {
        let distances: [String: VectorDistillation.Distance] = [
            "mse": .meanSquare, "l2": .euclidean, "cosine": .cosine,
        ]
        let standard = loss == "MSELoss" ? "mse" : "cosine"
        let name = arguments["distance_metric"] as? String ?? standard
        let width = arguments["projection_dim"] as? Int
        return VectorDistillation(
            distances[name] ?? .cosine,
            projection: width.map { ObjectiveParameters(outputs: $0, inputs: dimension) })
    }

    private func batchTriplet(_ triplets: BatchTriplet.Triplets) -> BatchTriplet {
        BatchTriplet(
            triplets: triplets,
            distance: name("distance_metric").contains("cosine") ? .cosine : .euclidean,
            margin: number("margin", 5))
    }

    private func matryoshka(_ dimension: Int) throws -> Matryoshka {
        let within = arguments["loss"] as? [String: Any] ?? [:]
        let objective = try LossSettings(
            within["loss"] as? String ?? "", within["arguments"] as? [String: Any] ?? [:]
        ).objective(dimension: dimension)
        let dimensions = arguments["matryoshka_dims"] as? [Int] ?? []
        let weights = arguments["matryoshka_weights"] as? [Double] ?? dimensions.map { _ in 1 }
        return Matryoshka(
            objective, zip(dimensions, weights).map { (dimension: $0, weight: $1) })
    }
}
