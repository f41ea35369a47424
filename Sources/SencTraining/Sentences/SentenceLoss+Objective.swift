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
            objective = SoftmaxClassification(
                dimension: dimension, classes: names.count,
                CounterRandom(seed: seed, purpose: Self.purpose))
        case .gist: objective = GuidedRanking()
        case .simcse: objective = MultipleNegativesRanking()
        case .mse: objective = VectorDistillation(.meanSquare)
        case .embedDistill: objective = VectorDistillation(.cosine)
        case .marginMSE: objective = MarginRegression()
        case .distillKL: objective = ScoreDivergence()
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
        guard teacherForm != nil ? kind == nil : objective.labels.contains(kind) else {
            throw .labels(
                rawValue,
                needs: objective.labels.contains(.scores)
                    ? .scores : objective.labels.contains(.classes) ? .classes : nil)
        }
        return objective
    }

    /// What random numbers are for.
    private static let purpose: UInt64 = 0x736F_6674_6D78
}

extension SentenceObjective {
    /// The same for leading components as well.
    /// - Parameter dimension: of the whole vectors.
    /// - Throws: `LearningError.dimensions` or `matryoshka`.
    func matryoshka(
        _ dimensions: [Int], of dimension: Int, named name: String
    ) throws(LearningError) -> any SentenceObjective {
        guard !dimensions.isEmpty else { return self }
        if let other = dimensions.first(where: { !(1...dimension ~= $0) }) {
            throw .dimensions(other, largest: dimension)
        }
        guard parameters == nil else { throw .matryoshka(name) }
        let all = Set(dimensions + [dimension]).sorted(by: >)
        return Matryoshka(self, all.map { ($0, 1) })
    }
}
