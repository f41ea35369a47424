import ArgumentParser
import SencFiles
import SencInput
import SencMath
import SencTraining
import SencVectors

struct TrainItemsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "items",
        abstract: localized("Learn the vectors of items from the sessions that they stand in."),
        discussion: localized(
            """
            Items that are met in the same company get vectors that are close: the products of \
            baskets, the songs of playlists, the pages of visits. A row of CSV, TSV or JSON Lines \
            is an item of a session, wherever the session's other rows are; or, with --items, a \
            session. All of it is kept in memory: 8 bytes a row, 16 with --time, and each name \
            once. --tune tries settings on a sample and takes those by which the last item of \
            sessions that are held out is told best.

            Examples:
              senc train items orders.csv --session order --item product -o shop.vec
              senc train items plays.tsv --session user --item song --time at -o p.npy
              senc train items carts.jsonl --items products --tune --output carts.vec
              senc neighbors shop.vec coffee
            """))

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case word2vec
        case word2vecBinary = "word2vec-binary"
        case npy
    }

    @Argument(
        help: .text("Tables of sessions, - for standard input.", valueName: "file"),
        completion: .files)
    var files: [String] = []

    @Option(
        name: .shortAndLong, parsing: .singleValue,
        help: .text("Another such table. Repeatable.", valueName: "file"), completion: .files)
    var input: [String] = []

    @Option(
        help: .text("The field or column that names a row's session.", valueName: "name"),
        completion: .column)
    var session: String?

    @Option(
        help: .text("The field or column that names a row's item.", valueName: "name"),
        completion: .column)
    var item: String?

    @Option(
        help: .text(
            """
            The field or column by which a session's rows are put in order: numbers, or dates such \
            as 2026-11-27T13:05:59; their order in the files if not given.
            """, valueName: "name"), completion: .column)
    var time: String?

    @Option(
        help: .text(
            """
            The field or column with all items of a session: a list in JSON, or what is between \
            separators.
            """, valueName: "name"), completion: .column)
    var items: String?

    @Option(help: .text("What is between the items of --items.", valueName: "text"))
    var separator: String?

    @Option(
        name: .shortAndLong,
        help: .text(
            """
            The file to write: NAME.vec is word2vec's text, NAME.bin word2vec's binary form, \
            NAME.npy an array with the items in NAME.npy.ids beside it.
            """, valueName: "file"), completion: .files)
    var output: String

    @Option(name: .shortAndLong, help: .text("The form of the file, whatever it is called."))
    var format: Format?

    @OptionGroup var settings: ItemSettingOptions

    @OptionGroup var resuming: ResumeOptions

    @OptionGroup var layout: LayoutOptions

    @OptionGroup var workers: ThreadOptions

    private var paths: [String] { files + input }
    private var threads: Int? { workers.threads }

    func validate() throws {
        if paths.isEmpty { throw UsageError("give a table of sessions (- for standard input)") }
        if paths.contains("") { throw UsageError("--input needs the name of a file") }
        if paths.count(where: { $0 == "-" }) > 1 {
            throw UsageError("standard input can be read once only")
        }
        _ = try columns()
        if layout.field != nil {
            throw UsageError("--field is for texts: --session and --item name columns")
        }
        if output == "" { throw UsageError("--output needs the name of a file") }
        if chosen == nil {
            throw UsageError(
                """
                the name \(output.quoted()) does not tell the form of the file: NAME.vec, NAME.bin, \
                NAME.npy or --format
                """)
        }
    }

    private func columns() throws -> SessionColumns {
        if let items {
            if session != nil || item != nil || time != nil {
                throw UsageError(
                    """
                    rows of --items are sessions: leave out --session, --item and --time
                    """)
            }
            if separator == "" { throw UsageError("--separator needs a text") }
            return SessionColumns(
                form: .baskets(items, separator: separator), areNumbers: layout.noHeader)
        }
        if separator != nil { throw UsageError("--separator is for --items") }
        guard let session, let item else {
            throw UsageError("name the columns with --session and --item, or with --items")
        }
        return SessionColumns(
            form: .single(SessionColumns.Single(session: session, item: item, time: time)),
            areNumbers: layout.noHeader)
    }

    private var chosen: Format? {
        if let format { return format }
        if output.hasSuffix(".npy") { return .npy }
        if output.hasSuffix(".bin") { return .word2vecBinary }
        return output.hasSuffix(".vec") || output.hasSuffix(".txt") ? .word2vec : nil
    }

    func run() throws {
        let outputs = [output] + (chosen == .npy ? [output + ".ids"] : [])
        try UsageError.requireDistinct(
            outputs,
            from: paths.filter { $0 != "-" } + [settings.start.initial].compactMap(\.self))
        let known = try settings.start.known(threads: threads)
        var options = settings.options(known)
        // What cannot be written is an error before the work.
        _ = try OutputFile(path: output)
        Interruption.watch()
        let clock = ContinuousClock()
        let start = clock.now
        let sessions = try ItemSessions(paths, columns(), layout.records)
        if chosen != .npy { try sessions.checkNames(options) }
        if settings.tune {
            options = try tuned(sessions, options)
        }
        var bar = TrainingBar()
        let checkpoint = try checkpoint(options)
        let learned = try ItemVectors(
            learning: sessions, options, startingFrom: known, threads: threads,
            checkpoint: checkpoint
        ) { progress in
            if Interruption.isAsked { throw JobError.interrupted(learning: output, checkpoint) }
            bar.update(progress)
        }
        bar.finish()
        try write(learned)
        try checkpoint?.remove()
        settings.start.report(known, in: learned.vocabulary)
        let count = learned.vocabulary.count
        let seconds = decimal((clock.now - start) / .seconds(1), 1)
        Terminal.report(
            count == 1
                ? "1 item of \(sessions.count) interactions, \(seconds) s (\(output))"
                : "\(count) items of \(sessions.count) interactions, \(seconds) s (\(output))")
    }

    /// `nil` for standard input, which is not the same again.
    private func checkpoint(_ options: ItemOptions) throws -> TrainingCheckpoint? {
        if paths.contains("-") { return nil }
        return try resuming.checkpoint(
            of: output,
            [
                "options": "\(options)", "session": session, "item": item, "time": time,
                "items": items, "separator": separator,
            ].merging(layout.records.identity) { $1 },
            files: paths + [settings.start.initial].compactMap(\.self))
    }

    private func tuned(_ sessions: ItemSessions, _ options: ItemOptions) throws -> ItemOptions {
        var bar = TrainingBar()
        var report = TuningReport()
        let tuning = try ItemTuning(
            of: sessions, options, fixed: settings.fixed,
            trials: settings.trials ?? ItemSettingOptions.usualTrials, threads: threads,
            report: {
                bar.finish()
                report.show($0, asJSON: settings.json)
            },
            progress: { progress in
                if Interruption.isAsked { throw JobError.interruptedUnwritten(path: output) }
                bar.update(progress)
            })
        bar.finish()
        report.conclude(tuning)
        if settings.json { try ResultOutput(nil).write(TuningReport.object(tuning)) }
        return tuning.best.options
    }

    private func write(_ learned: ItemVectors) throws {
        guard let chosen, chosen != .npy else {
            let writer = try NPYWriter(path: output, columns: learned.vectors.columns)
            let ids = try OutputFile(path: output + ".ids", isOurs: true)
            try writer.append(learned.vectors)
            for item in 0..<learned.vocabulary.count {
                try ids.write(learned.vocabulary[item].onOneLine() + "\n")
            }
            try ids.commit()
            return try writer.finish()
        }
        let file = try OutputFile(path: output)
        try learned.write(to: file, as: chosen == .word2vec ? .word2vec : .word2vecBinary)
        try file.commit()
    }
}
