extension SentenceLoss {
    /// The objective for examples of a kind.
    /// - Parameters:
    ///   - columns: texts of an example.
    ///   - dimension: of vectors.
    ///   - seed: of what an objective itself begins with.
    /// - Throws: `LearningError.columns` or `labels` if it is not for such examples.
    func objective(
        columns: Int, labels: SentenceExamples.Labels?, dimension: Int, seed: UInt64
    ) throws(LearningError) -> any SentenceObjective {
        let objective: any SentenceObjective
        switch self {
        case .mnrl: objective = MultipleNegativesRanking()
        case .symmetric:
            objective = MultipleNegativesRanking(
                directions: [.queryToDocument, .documentToQuery], partition: .perDirection)
        case .cosent: objective = CoSENT()
        case .angle: objective = CoSENT(similarity: .angle)
        case .cosine: objective = CosineRegression()
        case .contrastive: objective = Contrastive()
        case .onlineContrastive: objective = Contrastive(pairs: .online)
        case .triplet: objective = TripletMargin()
        case .softmax:
            guard case .classes(_, let names) = labels else {
                throw .labels(rawValue, needs: .classes)
            }
            let softmax = SoftmaxClassification(dimension: dimension, classes: names.count)
            Self.fill(softmax.layer, seed: seed)
            objective = softmax
        case .batchAllTriplet: objective = BatchTriplet(triplets: .all)
        case .batchHardTriplet: objective = BatchTriplet(triplets: .hard)
        case .batchSemiHardTriplet: objective = BatchTriplet(triplets: .semiHard)
        }
        guard objective.columns.contains(columns) else {
            throw .columns(rawValue, needs: objective.columns, found: columns)
        }
        let kind: BatchLabels.Kind? =
            switch labels {
            case nil: nil
            case .scores: .scores
            case .classes: .classes
            }
        guard objective.labels.contains(kind) else {
            throw .labels(
                rawValue,
                needs: objective.labels.contains(.scores)
                    ? .scores : objective.labels.contains(.classes) ? .classes : nil)
        }
        return objective
    }

    /// What random numbers are for.
    private static let purpose: UInt64 = 0x736F_6674_6D78

    /// Sets what a layer begins with, at random within ±√(1 / inputs), as torch does.
    private static func fill(_ layer: ObjectiveParameters, seed: UInt64) {
        let random = CounterRandom(seed: seed, purpose: purpose)
        let bound = 1 / Double(layer.inputs).squareRoot()
        for index in 0..<layer.values.count {
            layer.values.base[index] = Float((2 * random.uniform(at: UInt64(index)) - 1) * bound)
        }
    }
}
