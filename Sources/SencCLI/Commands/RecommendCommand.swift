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
        let found: [Recommendation]
        if let user {
            found = try recommender.recommendations(forUser: user, limit: top)
            if found.isEmpty { throw RecommenderError.everythingSeen(user) }
        } else if let item {
            found = try recommender.similarItems(to: item, limit: top)
        } else {
            found = try recommender.recommendations(forItems: items, limit: top)
        }
        let hasProbabilities = user != nil && recommender.hasProbabilities
        try results.write(
            text: {
                results.isForEyes
                    ? table(found, hasProbabilities) : text(found)
            },
            json: {
                var lines = JSONLines()
                for found in found {
                    lines.object {
                        $0.member("item", found.item)
                        $0.member("score", found.score)
                        $0.member("probability", ifPresent: found.probability)
                    }
                }
                return lines.bytes
            },
            rows: {
                var rows = ResultRows(
                    ["score", "item"] + (hasProbabilities ? ["probability"] : []))
                for found in found {
                    rows.append(
                        [found.score.jsonText, found.item]
                            + (found.probability.map { [$0.jsonText] } ?? []))
                }
                return rows
            })
    }

    private func text(_ found: [Recommendation]) -> [UInt8] {
        let lines = found.map { "\($0.score)\t\($0.item.onOneLine())\n" }
        return Array(lines.joined().utf8)
    }

    private func table(_ found: [Recommendation], _ hasProbabilities: Bool) -> [UInt8] {
        var columns: [TerminalTable.Column] = [.column("score", .number), .column("item", .text)]
        if hasProbabilities { columns.insert(.column("probability", .number), at: 1) }
        var table = TerminalTable(columns)
        for found in found {
            let score = StyledText(decimal(Double(found.score), 4))
            let item = StyledText(found.item.onOneLine(), .bold)
            if let probability = found.probability {
                table.append(score, StyledText(decimal(probability, 4)), item)
            } else {
                table.append(score, item)
            }
        }
        return table.bytes
    }
}
