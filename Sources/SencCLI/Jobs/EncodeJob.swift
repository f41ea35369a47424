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
        var format: VectorFormat
        var elementType: VectorElementType
        /// The ranges of int8; made from the first window and kept beside the output if not given.
        var calibration: String?
        /// What the output depends on beside the inputs, in words, and what the inputs are.
        var settings: String
        var inputs: String
        /// The inputs' names, for an error.
        var inputNames: String
        /// The records to encode, counted over all inputs; `nil` for all.
        var range: Range<Int>?
    }

    /// Results are put on the disk no more often.
    private static let blockTime = Duration.seconds(1)

    private let plan: Plan
    private let encoder: SentenceEncoder
    private let options: EncodingOptions
    private let source: TextSource
    private let journalPath: String
    private let dimension: Int

    init(
        _ plan: Plan, _ encoder: SentenceEncoder, _ options: EncodingOptions, _ source: TextSource
    ) {
        self.plan = plan
        self.encoder = encoder
        self.options = options
        self.source = source
        journalPath = (Path.resolved(plan.output) ?? plan.output) + JobJournal.suffix
        dimension = options.truncateDimension ?? encoder.dimension
    }

    /// - Returns: how far the job came: to the end.
    func run(resuming: Bool) throws -> JobJournal.Progress {
        var journal = JobJournal(settings: plan.settings, inputs: plan.inputs)
        if resuming, let earlier = try JobJournal.read(journalPath) {
            guard earlier.settings == plan.settings else {
                throw JobError.otherSettings(path: plan.output)
            }
            guard earlier.inputs == plan.inputs else {
                throw JobError.inputChanged(input: plan.inputNames)
            }
            journal = earlier
        }
        if !journal.isComplete {
            let writing = try Writing(journal, plan, journalPath: journalPath)
            try position(journal.progress)
            journal = try encode(with: writing)
        }
        try OutputFile.commitPartial(of: plan.output)
        if let idOutput = plan.idOutput { try OutputFile.commitPartial(of: idOutput) }
        try OutputFile.remove(journalPath)
        return journal.progress
    }

    /// Moves the source behind what is done.
    private func position(_ progress: JobJournal.Progress) throws {
        let first = plan.range?.lowerBound ?? 0
        let skipped = try source.skip(first + progress.records)
        let isStarted = progress.records > 0
        guard skipped == first + progress.records,
            !isStarted || source.digest == progress.digest
        else { throw JobError.inputChanged(input: plan.inputNames) }
        if let range = plan.range { source.limit(to: range.count - progress.records) }
    }

    private func encode(with writing: sending Writing) throws -> JobJournal {
        let windows = Mutex<[ReadWindow]>([])
        let reading = Mutex(Reading(source: source))
        let writing = Mutex(writing)
        do {
            try encoder.encode(
                windows: {
                    if Interruption.isAsked { throw CancellationError() }
                    return try reading.withLock { reading in
                        let records = try reading.source.nextWindow()
                        let window = ReadWindow(
                            ids: records.map(\.id), digest: reading.source.digest,
                            fraction: reading.source.fraction)
                        windows.withLock { $0.append(window) }
                        return records.map(\.text)
                    }
                },
                options: options,
                consume: { embeddings in
                    if Interruption.isAsked { throw CancellationError() }
                    let window = windows.withLock { $0.removeFirst() }
                    try writing.withLock {
                        try $0.append(embeddings, ids: window.ids, digest: window.digest)
                        $0.showProgress(fraction: window.fraction)
                    }
                })
            return try writing.withLock { try $0.finish(dimension: dimension) }
        } catch {
            let isInterrupted = error is CancellationError
            let canGoOn = isInterrupted || error is FileError
            let journal = writing.withLock { $0.abandon(saving: canGoOn) }
            guard isInterrupted else { throw error }
            throw JobError.interrupted(
                texts: journal?.progress.records ?? 0, isResumable: journal != nil)
        }
    }

    /// What is to be known of records that were read and are not written yet.
    private struct ReadWindow {
        let ids: [String?]
        /// Of the input, and how much of it was read, after them.
        let digest: UInt64
        let fraction: Double?
    }

    /// The source belongs to whichever thread reads.
    private struct Reading: @unchecked Sendable {
        let source: TextSource
    }
}

extension EncodeJob {
    /// The files under way, the journal that tells of them, and the bar that shows it.
    final class Writing {
        private(set) var journal: JobJournal
        private var progressBar = ProgressBar()
        private let before: JobJournal.Progress
        private let plan: Plan
        private let journalPath: String
        private let output: OutputFile
        private let ids: OutputFile?
        private var formatter: VectorFormatter?
        private let clock = ContinuousClock()
        private var lastBlock: ContinuousClock.Instant
        /// The journal on the disk, if there is one.
        private var recorded: JobJournal?

        init(_ journal: JobJournal, _ plan: Plan, journalPath: String) throws {
            let isResumed = journal.progress.records > 0
            self.journal = journal
            before = journal.progress
            self.plan = plan
            self.journalPath = journalPath
            recorded = isResumed ? journal : nil
            lastBlock = clock.now
            output = try OutputFile(
                path: plan.output, resumingAt: isResumed ? journal.progress.outputBytes : nil)
            output.keepsPartial = isResumed
            ids = try plan.idOutput.map {
                try OutputFile(path: $0, resumingAt: isResumed ? journal.progress.idBytes : nil)
            }
            ids?.keepsPartial = isResumed
            if !isResumed { try OutputFile.remove(journalPath) }
        }

        func append(_ embeddings: Embeddings, ids recordIDs: [String?], digest: UInt64) throws {
            let formatter = try formatter(calibratingOn: embeddings.matrix)
            if output.count == 0 {
                try output.write(formatter.header(rows: 0, dimension: embeddings.dimension))
            }
            try output.write(formatter.bytes(of: embeddings.matrix))
            if let ids {
                for id in recordIDs { try ids.write((id ?? "").onOneLine() + "\n") }
            }
            journal.progress.add(embeddings)
            journal.progress.digest = digest
            if output.isResumable, clock.now - lastBlock >= EncodeJob.blockTime { try record() }
        }

        func showProgress(fraction: Double?) {
            progressBar.update(journal.progress, since: before, fraction: fraction)
        }

        /// Completes the files; what is left is to give them their names.
        func finish(dimension: Int) throws -> JobJournal {
            progressBar.finish()
            let formatter = try formatter(calibratingOn: nil)
            let header = formatter.header(rows: journal.progress.records, dimension: dimension)
            if !header.isEmpty { try output.overwriteStart(with: header) }
            guard recorded != nil else {
                try output.synchronize()
                try ids?.synchronize()
                output.keepsPartial = true
                ids?.keepsPartial = true
                return journal
            }
            journal.isComplete = true
            try record()
            return journal
        }

        /// Ends the work before its time.
        /// - Parameter saving: whether a later run can go on, so that all that is done is kept.
        /// - Returns: the journal that tells of what is kept; `nil` if nothing is.
        func abandon(saving: Bool) -> JobJournal? {
            progressBar.finish()
            // If this fails, as on a full disk, the last block's journal stands.
            if saving, output.isResumable, journal.progress.records > 0 { try? record() }
            return recorded
        }

        /// Puts all that was written on the disk, then says so.
        private func record() throws {
            try output.synchronize()
            try ids?.synchronize()
            journal.progress.outputBytes = output.count
            journal.progress.idBytes = ids?.count ?? 0
            try journal.write(to: journalPath)
            recorded = journal
            output.keepsPartial = true
            ids?.keepsPartial = true
            lastBlock = clock.now
        }

        private func formatter(calibratingOn vectors: Matrix?) throws -> VectorFormatter {
            if let formatter { return formatter }
            let made = VectorFormatter(
                format: plan.format, encoding: try encoding(calibratingOn: vectors))
            formatter = made
            return made
        }

        private func encoding(calibratingOn vectors: Matrix?) throws -> VectorEncoding {
            switch plan.elementType {
            case .float32: return .float32
            case .float16: return .float16
            case .binary: return .binary
            case .int8:
                if let path = plan.calibration { return .int8(try Calibration(path: path)) }
                let path = plan.output + Calibration.suffix
                if recorded != nil { return .int8(try Calibration(path: path)) }
                // Without a text there is nothing to calibrate, and no vector to encode.
                guard let vectors else {
                    return .int8(try Calibration(minimums: [0], maximums: [0]))
                }
                let calibration = try Calibration(vectors: vectors)
                try calibration.write(path: path)
                return .int8(calibration)
            }
        }
    }
}

extension Calibration {
    /// What is added to an output's name for the ranges that its int8 vectors were made with.
    static let suffix = ".ranges.npy"
}
