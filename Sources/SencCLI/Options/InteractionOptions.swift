import ArgumentParser
import SencFiles
import SencInput
import SencTraining

/// Which columns of a table say what users had to do with items.
struct InteractionOptions: ParsableArguments {
    @Option(
        help: .text(
            "The field or column with the user; user or user_id, and the like, if not given.",
            valueName: "name"), completion: .column)
    var user: String?

    @Option(
        help: .text(
            "The field or column with the item; item or item_id, and the like, if not given.",
            valueName: "name"), completion: .column)
    var item: String?

    @Option(
        help: .text(
            """
            The field or column with the rating, or with how often or how much; if not given, a row \
            counts once.
            """, valueName: "name"), completion: .column)
    var rating: String?

    @Option(
        help: .text(
            """
            The field or column with the time, a number or a date; of several ratings of an item by \
            a user the latest counts.
            """, valueName: "name"), completion: .column)
    var time: String?

    var columns: InteractionColumns {
        InteractionColumns(user: user, item: item, rating: rating, time: time)
    }
}
