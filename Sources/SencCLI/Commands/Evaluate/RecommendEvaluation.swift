import SencFiles
import SencTraining

/// The measures of recommendations: of what was learned from one table how well it tells another,
/// or a part that was divided off.
struct RecommendEvaluation {
    let options: RecommendEvaluationOptions
    /// The file of what is to be told, if it is one of its own.
    let told: String?
    /// A directory of `senc train recommend`.
    let model: String?
    let layout: RecordLayout
    let depths: [Int]
    let threads: Int?

    private static let usualShare = 0.2

    func measured(_ file: String) throws -> MeasureList {
        Interruption.watch()
        if let model { return try measured(Recommender(path: model), file, model) }
        let method = options.learning.method
        let all = try log(file, method?.isOfRatings ?? false)
        // What cannot be written is an error before the work.
        let directory = try options.writeSplit.map { try OutputDirectory(path: $0) }
        var (learned, asked) = (all, all)
        if let told {
            asked = try log(told, method?.isOfRatings ?? false)
        } else {
            (learned, asked) = try all.split(
                by: options.split ?? .user, testShare: options.testShare ?? Self.usualShare,
                seed: options.learning.seed)
        }
        let output = options.writeSplit ?? file
        let chosen = try options.learning.options(for: learned, output: output, threads: threads)
        var bar = RecommendBar()
        let recommender = try Recommender(learning: learned, chosen, threads: threads) {
            if Interruption.isAsked { throw JobError.interruptedUnwritten(path: output) }
            bar.update($0)
        }
        bar.finish()
        let list = try list(recommender, asked)
        if let directory {
            try directory.write("train.csv") { try write(learned, to: $0) }
            try directory.write("test.csv") { try write(asked, to: $0) }
            try directory.commit(last: "test.csv")
        }
        return list
    }

    private func measured(
        _ recommender: Recommender, _ file: String, _ model: String
    ) throws -> MeasureList {
        let asked = try log(file, recommender.options.method.isOfRatings)
        return try list(recommender, asked, model: model)
    }

    private func log(_ file: String, _ takesNegatives: Bool) throws -> InteractionLog {
        try InteractionLog(
            [file], options.interactions.columns, layout, takesNegatives: takesNegatives)
    }

    private func list(
        _ recommender: Recommender, _ asked: InteractionLog, model: String? = nil
    ) throws -> MeasureList {
        var list = MeasureList()
        if let model { list.append(called: "model", .text(model)) }
        list.append("method", .text(recommender.options.method.rawValue))
        guard !recommender.options.method.isOfRatings else {
            let measures = try RatingMeasures(recommender, test: asked)
            list.append("ratings", .count(measures.count))
            list.append("rmse", .measure(measures.rootMeanSquare))
            list.append("mae", .measure(measures.meanAbsolute))
            list.append("mean_rmse", .measure(measures.baseline))
            return list
        }
        let measures = try RankingMeasures(
            recommender, test: asked, depths: depths, threads: threads)
        list.append("users", .count(measures.userCount))
        list.append(measures, prefix: "")
        let popular = try RankingMeasures(
            recommender.byPopularity, test: asked, depths: depths, threads: threads)
        list.append(popular, prefix: "popularity_")
        return list
    }

    /// Rows under a header, with the names of columns that were given.
    private func write(_ log: InteractionLog, to file: OutputFile) throws {
        let names = options.interactions
        var header = [names.user ?? "user", names.item ?? "item"]
        if log.hasRatings { header.append(names.rating ?? "rating") }
        if log.hasTimes { header.append(names.time ?? "time") }
        var text = header.map(\.csvQuoted).joined(separator: ",") + "\n"
        for line in 0..<log.count {
            text += log.userNames[Int(log.users[line])].csvQuoted + ","
            text += log.itemNames[Int(log.items[line])].csvQuoted
            if log.hasRatings { text += ",\(log.values[line].jsonText)" }
            if log.hasTimes { text += ",\(log.times[line].jsonText)" }
            text += "\n"
            if text.utf8.count > 1 << 20 {
                try file.write(Array(text.utf8))
                text = ""
            }
        }
        try file.write(Array(text.utf8))
    }
}

extension MeasureList {
    /// - Parameter prefix: of the measures' names.
    fileprivate mutating func append(_ measures: RankingMeasures, prefix: String) {
        for measured in measures.depths {
            let depth = measured.depth
            append("\(prefix)ndcg@\(depth)", .measure(measured.discountedGain))
            append("\(prefix)recall@\(depth)", .measure(measured.recall))
            append("\(prefix)map@\(depth)", .measure(measured.averagePrecision))
            append("\(prefix)hit@\(depth)", .measure(measured.hitRate))
            append("\(prefix)coverage@\(depth)", .measure(measured.coverage))
        }
    }
}
