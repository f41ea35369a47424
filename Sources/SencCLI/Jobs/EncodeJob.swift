import Senc
import SencFiles
import SencInput
import SencMath
import SencVectors
import Synchronization

/// Encodes records to a file that appears when it is whole, and can go on where it was stopped.
///
/// After each block of results a journal tells how much of them is safe on the disk. A stopped job
/// leaves its partial files and the journal; resuming drops what was written after the journal and
/// reads on behind the records that it counts.
struct EncodeJob {
    struct Plan {
        var output: String
        /// The file of ids, if the records have any: one a line.
        var idOutput: String?
        var form: VectorFormatter.Form
        var elementType: VectorElementType
        /// The ranges of int8; made from the first window and kept beside the output if not given.
        var calibration: String?
        /// Where those are kept.
        var ranges: String { output + Calibration.suffix }
        var identity: JobIdentity
        /// The inputs' names, for an error.
        var inputNames: String
        /// The records to encode, counted over all inputs; `nil` for all.
        var range: Range<Int>?
        /// What makes the vectors, if that is kept beside the output.
        var stamp: ModelStamp?
        /// The name of the vectors, if the records are written with them.
        var column: String?
    }

    private let plan: Plan
    private let encoder: SentenceEncoder
    private let options: EncodingOptions
    private let source: TextSource
    private let journalPath: String
    private let dimension: Int

    init(
        _ plan: Plan, _ encoder: SentenceEncoder, _ options: EncodingOptions, _ source: TextSource
    ) throws {
        self.plan = plan
        self.encoder = encoder
        self.options = options
        self.source = source
        journalPath = try OutputFile.target(of: plan.output) + JobJournal.suffix
        dimension = encoder.dimension(options)
    }

    /// - Returns: how far the job came: to the end.
    func run(resuming: Bool) throws -> JobProgress {
        if plan.stamp != nil { try VectorRecord.refuseOther(of: plan.output) }
        var journal = JobJournal(identity: plan.identity)
        if resuming, let earlier = try JobJournal.read(journalPath) {
            let isInWords = earlier.identity.isInWords
            let identity = isInWords ? plan.identity.inWords : plan.identity
            guard earlier.identity.settings == identity.settings else {
                throw isInWords
                    ? JobError.otherVersion(path: plan.output)
                    : JobError.otherSettings(path: plan.output)
            }
            guard earlier.identity.inputs == identity.inputs else {
                throw JobError.inputChanged(input: plan.inputNames)
            }
            (journal.progress, journal.isComplete) = (earlier.progress, earlier.isComplete)
        }
        if !journal.isComplete {
            // A device or pipe has no journal.
            if Path.kind(of: plan.output) != .other { try JobJournal.refuseOther(journalPath) }
            let output = try JobOutput(journal, plan, journalPath: journalPath)
            try position(journal.progress)
            journal = try encode(to: output, after: journal.progress)
        }
        if plan.elementType == .int8, plan.calibration == nil {
            try OutputFile.commitPartial(of: plan.ranges)
        }
        try OutputFile.commitPartial(of: plan.output)
        if let stamp = plan.stamp {
            try VectorRecord.write(stamp, of: plan.output)
        } else {
            try VectorRecord.remove(of: plan.output)
        }
        if let idOutput = plan.idOutput { try OutputFile.commitPartial(of: idOutput) }
        try JobJournal.remove(journalPath)
        return journal.progress
    }

    /// Moves the source behind what is done.
    private func position(_ progress: JobProgress) throws {
        let first = plan.range?.lowerBound ?? 0
        let (done, overflow) = first.addingReportingOverflow(progress.records)
        let isStarted = progress.records > 0
        guard !overflow, progress.records <= plan.range?.count ?? .max,
            try source.skip(done) == done, !isStarted || source.digest == progress.digest
        else { throw JobError.inputChanged(input: plan.inputNames) }
        if let range = plan.range { source.limit(to: range.count - progress.records) }
    }

    private func encode(
        to output: sending JobOutput, after earlier: JobProgress
    ) throws -> JobJournal {
        let windows = Mutex<[ReadWindow]>([])
        let reading = Mutex(Reading(source: source))
        let output = Mutex(output)
        let warnings = TextWarnings(encoder)
        let stop = JobStop()
        let progress = EncodingProgress(
            total: plan.range?.count, done: earlier.records, fraction: source.fraction)
        let makesRanges = plan.elementType == .int8 && plan.calibration == nil
        let pace = Mutex(WindowPace(isFirstWhole: makesRanges && earlier.records == 0))
        let column = plan.column
        do {
            try encoder.encode(
                windows: {
                    if stop.endsReading() { return [] }
                    let pace = pace.withLock { $0 }
                    return try reading.withLock { reading in
                        let records: [Record]
                        do {
                            records = try reading.source.nextWindow(
                                texts: pace.texts, bytes: pace.bytes)
                        } catch InputError.stopped {
                            stop.endReading()
                            return []
                        }
                        let openings = column.map { column in
                            records.map { RecordTable.opening(of: $0, adding: column) }
                        }
                        let window = ReadWindow(
                            ids: records.map(\.id), openings: openings ?? [],
                            digest: reading.source.digest, share: pace.share)
                        windows.withLock { $0.append(window) }
                        progress.read(records.count, upTo: reading.source.fraction)
                        let texts = records.map(\.text)
                        warnings.note(texts)
                        return texts
                    }
                },
                options: options,
                observe: { batch in
                    try stop.checkTime()
                    progress.note(batch)
                },
                consume: { embeddings in
                    warnings.note(embeddings)
                    let window = windows.withLock { $0.removeFirst() }
                    try output.withLock {
                        try $0.append(
                            embeddings, ids: window.ids, openings: window.openings,
                            digest: window.digest)
                    }
                    pace.withLock { $0.complete(share: window.share) }
                    progress.deliver(embeddings)
                })
            if stop.hasEndedReading { throw CancellationError() }
            progress.finish()
            let journal = try output.withLock { try $0.finish(dimension: dimension) }
            warnings.finish()
            return journal
        } catch {
            progress.finish()
            let isInterrupted = error is CancellationError
            let canGoOn = isInterrupted || error is FileError
            let journal = output.withLock { $0.abandon(saving: canGoOn) }
            guard isInterrupted else { throw error }
            throw JobError.interrupted(
                texts: journal?.progress.records ?? 0, isResumable: journal != nil)
        }
    }

    /// What is to be known of records that were read and are not written yet.
    private struct ReadWindow {
        let ids: [String?]
        /// The records as objects up to their vectors, if they are written with them.
        let openings: [[UInt8]]
        /// Of the input after them.
        let digest: UInt64
        /// Of the texts that a window may have.
        let share: Double
    }

    /// The source belongs to whichever thread reads.
    private struct Reading: @unchecked Sendable {
        let source: TextSource
    }
}
