import Senc
import SencFiles
import SencMath
import SencVectors

/// The files under way, and the journal that tells of them.
final class JobOutput {
    /// Results are put on the disk no more often.
    private static let blockTime = Duration.seconds(1)

    private(set) var journal: JobJournal
    private let plan: EncodeJob.Plan
    private let journalPath: String
    private let output: OutputFile
    private let ids: OutputFile?
    private var formatter: VectorFormatter?
    private let clock = ContinuousClock()
    private var lastBlock: ContinuousClock.Instant
    /// The journal on the disk, if there is one.
    private var recorded: JobJournal?

    init(_ journal: JobJournal, _ plan: EncodeJob.Plan, journalPath: String) throws {
        let isResumed = journal.progress.records > 0
        self.journal = journal
        self.plan = plan
        self.journalPath = journalPath
        recorded = isResumed ? journal : nil
        lastBlock = clock.now
        output = try OutputFile(
            path: plan.output, resumingAt: isResumed ? journal.progress.outputBytes : nil)
        output.keepsPartial = isResumed
        if plan.form.format.beginsWithCount, !output.isSeekable {
            throw JobError.notSeekable(format: plan.form.format.rawValue, path: plan.output)
        }
        ids = try plan.idOutput.map {
            try OutputFile(
                path: $0, resumingAt: isResumed ? journal.progress.idBytes : nil, isOurs: true)
        }
        ids?.keepsPartial = isResumed
        if !isResumed {
            try JobJournal.remove(journalPath)
            try OutputFile.remove(plan.ranges + OutputFile.partialSuffix)
        }
    }

    /// - Parameter openings: as `VectorFormatter` takes them.
    func append(
        _ embeddings: Embeddings, ids recordIDs: [String?], openings: [[UInt8]], digest: UInt64
    ) throws {
        let formatter = try formatter(calibratingOn: embeddings.matrix)
        if output.count == 0 {
            try output.write(formatter.header(rows: 0, dimension: embeddings.dimension))
        }
        let window = VectorFormatter.Window(
            first: (plan.range?.lowerBound ?? 0) + journal.progress.records, ids: recordIDs,
            openings: openings)
        try output.write(formatter.bytes(of: embeddings.matrix, window))
        if let ids {
            for id in recordIDs { try ids.write((id ?? "").onOneLine() + "\n") }
        }
        journal.progress.add(embeddings)
        journal.progress.digest = digest
        if output.isResumable, clock.now - lastBlock >= Self.blockTime { try record() }
    }

    /// Completes the files; what is left is to give them their names.
    func finish(dimension: Int) throws -> JobJournal {
        let formatter = try formatter(calibratingOn: nil)
        let header = formatter.header(rows: journal.progress.records, dimension: dimension)
        if plan.form.format.beginsWithCount {
            try output.overwriteStart(with: header)
        } else if output.count == 0 {
            try output.write(header)
        }
        try output.write(formatter.trailer)
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
        // If this fails, as on a full disk, the last block's journal stands.
        if saving, output.isResumable, journal.progress.records > 0 { try? record() }
        if recorded == nil { try? OutputFile.remove(plan.ranges + OutputFile.partialSuffix) }
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
            form: plan.form, encoding: try encoding(calibratingOn: vectors))
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
            // Those of an output that is replaced stay with it until it is.
            let path = plan.ranges + OutputFile.partialSuffix
            if recorded != nil {
                return .int8(try Calibration(path: Path.exists(path) ? path : plan.ranges))
            }
            // Without a text there is nothing to calibrate, and no vector to encode.
            guard let vectors else {
                return .int8(try Calibration(minimums: [0], maximums: [0]))
            }
            let calibration = try Calibration(vectors: vectors)
            try calibration.write(path: path, isOurs: true)
            return .int8(calibration)
        }
    }
}
