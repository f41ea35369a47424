import SencTraining

enum SencTrainingImport {
    static func words(_ texts: [String]) throws -> Matrix {
        do {
            return try WordVectors(learning: TrainingTexts(texts)).vectors
        } catch let error as TrainingError {
            let message: Message = error.message
            throw error.status == ExitStatus.badData
                ? error : TrainingError.tooMany(message.description.count, dimension: 1)
        }
    }

    static func recommended(_ rows: [Interaction]) throws -> [Recommendation] {
        let log = try InteractionLog(rows)
        let (training, test) = try log.split(by: InteractionSplit.user)
        let recommender = try Recommender(
            learning: training, RecommenderOptions(RecommenderMethod.als)
        ) { (progress: TrainingProgress) in print(progress.fraction) }
        do {
            let measures: RankingMeasures = try RankingMeasures(recommender, test: test)
            let matrix: Matrix? = recommender.itemVectors
            print(measures.depths[0].discountedGain, matrix?.columns ?? 0)
        } catch let error as RecommenderError {
            print(error.message.description, error.status == ExitStatus.badData)
        }
        return try recommender.recommendations(forUser: rows[0].user)
    }

    static func items(_ baskets: [[String]], _ known: Matrix) throws -> ItemVectors {
        let sessions = try ItemSessions(baskets)
        let best = try ItemTuning(of: sessions, ItemOptions(), trials: 2).best
        print((best.measures as ItemMeasures).hitRate)
        do {
            return try ItemVectors(
                learning: sessions, best.options,
                startingFrom: KnownVectors(names: ["a"], known))
        } catch let error as ItemError {
            throw error.status == ExitStatus.badData ? error : ItemError.none
        }
    }
}
