import ArgumentParser
import SencFiles
import SencTraining

struct RecommendCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recommend",
        abstract: localized("Recommend items to a user, or beside an item."),
        discussion: localized(
            """
            Prints scores and items, between tabs, the best first. For a user that senc train \
            recommend learned from, without what he or she has had; for a new one, by --items that \
            he or she has; or what goes with one --item. In JSON, an object an item: "item", \
            "score" and, if train was given --probabilities, "probability".

            Examples:
              senc recommend shop --user 17 --top 5
              senc recommend shop --item tea --json
              senc recommend shop --items tea cups
            """))

    @Argument(
        help: .text("A directory of senc train recommend.", valueName: "model"),
        completion: .directory)
    var model: String

    @Option(help: .text("A user that was learned from.", valueName: "id"))
    var user: String?

    @Option(help: .text("An item, for what those who chose it chose, too.", valueName: "id"))
    var item: String?

    @Option(
        parsing: .upToNextOption,
        help: .text("The items that a new user has.", valueName: "ids"))
    var items: [String] = []

    @Option(name: [.customShort("n"), .long], help: .text("How many items."))
    var top = 10

    @OptionGroup var results: ListOptions

    func validate() throws {
        if top < 1 { throw UsageError("--top must be at least 1") }
        let given = [user != nil, item != nil, !items.isEmpty].count { $0 }
        if given != 1 { throw UsageError("give one of --user, --item and --items") }
    }

    func run() throws {
        let recommender = try Recommender(path: model)
        let found: [RecommendedItem]
        if let user {
            found = recommender.items(forUser: try recommender.user(user), limit: top)
            if found.isEmpty { throw RecommendError.everythingSeen(user) }
        } else if let item {
            found = recommender.items(likeItem: try recommender.item(item), limit: top)
        } else {
            found = try recommender.items(
                forUserOf: items.map { try recommender.item($0) }, limit: top)
        }
        let probability = user == nil ? nil : recommender.probability
        let names = found.map { recommender.interactions.itemNames[$0.item] }
        try results.write(
            text: {
                results.isForEyes
                    ? table(found, names, probability) : text(found, names)
            },
            json: {
                var lines = JSONLines()
                for (found, name) in zip(found, names) {
                    lines.object {
                        $0.member("item", name)
                        $0.member("score", found.score)
                        $0.member(
                            "probability", ifPresent: probability.map { $0.value(found.score) })
                    }
                }
                return lines.bytes
            },
            rows: {
                var rows = ResultRows(
                    ["score", "item"] + (probability == nil ? [] : ["probability"]))
                for (found, name) in zip(found, names) {
                    rows.append(
                        [found.score.jsonText, name]
                            + (probability.map { [$0.value(found.score).jsonText] } ?? []))
                }
                return rows
            })
    }

    private func text(_ found: [RecommendedItem], _ names: [String]) -> [UInt8] {
        let lines = zip(found, names).map { "\($0.score)\t\($1.onOneLine())\n" }
        return Array(lines.joined().utf8)
    }

    private func table(
        _ found: [RecommendedItem], _ names: [String], _ probability: InteractionProbability?
    ) -> [UInt8] {
        var columns: [TerminalTable.Column] = [.column("score", .number), .column("item", .text)]
        if probability != nil { columns.insert(.column("probability", .number), at: 1) }
        var table = TerminalTable(columns)
        for (found, name) in zip(found, names) {
            let score = StyledText(decimal(Double(found.score), 4))
            let item = StyledText(name.onOneLine(), .bold)
            if let probability {
                table.append(
                    score, StyledText(decimal(probability.value(found.score), 4)), item)
            } else {
                table.append(score, item)
            }
        }
        return table.bytes
    }
}
