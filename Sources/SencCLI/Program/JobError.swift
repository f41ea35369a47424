import SencFiles
import SencIndex
import SencTraining

/// Why a job on files cannot be done or resumed.
enum JobError: Diagnostic, Equatable {
    case inputChanged(input: String)
    /// The job was begun with another model or other options.
    case otherSettings(path: String)
    /// As before, or with options that an earlier version of senc recorded otherwise.
    case otherVersion(path: String)
    case damagedJournal(path: String)
    /// A file that no senc wrote has the name of a job's record.
    case notJournal(path: String)
    /// A file that no senc wrote has the name of the record of what made an output.
    case notRecord(path: String)
    case interrupted(texts: Int, isResumable: Bool)
    /// A model or an index that was not wholly written, so not at all.
    case interruptedUnwritten(path: String)
    /// Learning was stopped by the user; what was learned is in a checkpoint.
    case trainingInterrupted(checkpoint: String)
    /// A file of a format that begins with the number of its rows, which is known at its end.
    case notSeekable(format: String, path: String)
    /// More than the format has numbers for.
    case tooManyVectors(limit: Int)
    /// An index numbers its vectors otherwise than by their rows.
    case numbersOfVectors(id: Int, vectors: Int, path: String)
    /// The file with the texts of vectors has not one for each.
    case textsOfVectors(texts: Int, vectors: Int, path: String)
    /// The file with the ids of vectors has not one for each.
    case idsOfVectors(ids: Int, vectors: Int, path: String)
    /// Files of int8 vectors that are searched as one have different ranges.
    case otherRanges(path: String)
    /// What an index says of its settings cannot be read.
    case damagedSettings(path: String)
    /// The first build of an index was stopped; what it has is not seen yet.
    case unfinishedIndex(path: String)
    /// An index without its vectors, and the command that makes it anew.
    case lostVectors(IndexError, command: String)
    /// No file there has a passage.
    case noText(path: String)

    var message: Message {
        switch self {
        case .inputChanged(let input):
            """
            cannot resume: the input has changed since the job was begun; start anew without \
            --resume (\(input))
            """
        case .otherSettings(let path):
            """
            cannot resume: the job was begun with another model or other options; repeat those, or \
            start anew without --resume (\(path))
            """
        case .otherVersion(let path):
            """
            cannot resume: the job was begun with another model or other options, or by a version \
            of senc that recorded them otherwise; repeat those, or start anew without --resume \
            (\(path))
            """
        case .damagedJournal(let path):
            "cannot resume: the record of the job is damaged; start anew without --resume (\(path))"
        case .notJournal(let path):
            """
            not the record of a job, which would replace it; move it away, or give --output another \
            name (\(path))
            """
        case .notRecord(let path):
            """
            not senc's record of what made vectors, which would replace it; move it away, or give \
            --output another name (\(path))
            """
        case .interrupted(let texts, let isResumable):
            switch (texts, isResumable) {
            case (1, true):
                "interrupted after 1 text; the same command with --resume continues there"
            case (_, true):
                "interrupted after \(texts) texts; the same command with --resume continues there"
            case (1, false): "interrupted after 1 text"
            case (_, false): "interrupted after \(texts) texts"
            }
        case .interruptedUnwritten(let path): "interrupted; nothing was written (\(path))"
        case .numbersOfVectors(let id, let vectors, let path):
            """
            the index does not number its vectors by their rows: it has the number \(id), and holds \
            \(vectors) in all; make one with senc index build (\(path))
            """
        case .trainingInterrupted(let path): "interrupted; --resume goes on from \(path.quoted())"
        case .notSeekable(let format, let path):
            """
            a .\(format) file cannot be written to a pipe or a terminal; use .jsonl or .csv (\(path))
            """
        case .tooManyVectors(let limit):
            "the format holds at most \(limit) vectors; encode parts of the texts with --shard"
        case .textsOfVectors(let texts, let vectors, let path):
            switch (texts, vectors) {
            case (1, _): "there is 1 text for \(vectors) vectors (\(path))"
            case (_, 1): "there are \(texts) texts for 1 vector (\(path))"
            default: "there are \(texts) texts for \(vectors) vectors (\(path))"
            }
        case .idsOfVectors(let ids, let vectors, let path):
            switch (ids, vectors) {
            case (1, _): "there is 1 id for \(vectors) vectors (\(path))"
            case (_, 1): "there are \(ids) ids for 1 vector (\(path))"
            default: "there are \(ids) ids for \(vectors) vectors (\(path))"
            }
        case .otherRanges(let path):
            """
            the ranges of these int8 vectors are not those of the first file; encode both with the \
            same --calibration (\(path))
            """
        case .damagedSettings(let path):
            "the index is damaged: its settings cannot be read (\(path))"
        case .unfinishedIndex(let path):
            """
            the index has no text yet: its first build was stopped; senc index build \
            \(path.shellQuoted) continues it (\(path))
            """
        case .lostVectors(let error, let command): "\(error); build it anew: \(command)"
        case .noText(let path): "there is no text (\(path))"
        }
    }

    var status: SencFiles.ExitStatus {
        switch self {
        case .inputChanged, .otherSettings, .otherVersion, .damagedJournal, .notJournal,
            .notRecord, .textsOfVectors, .noText, .idsOfVectors, .otherRanges, .damagedSettings,
            .unfinishedIndex, .lostVectors, .numbersOfVectors:
            .badData
        case .interrupted, .interruptedUnwritten, .trainingInterrupted: .interrupted
        case .notSeekable, .tooManyVectors: .usage
        }
    }
}

extension JobError {
    /// That learning was stopped by the user.
    /// - Parameter checkpoint: what it can go on from.
    static func interrupted(
        learning output: String, _ checkpoint: TrainingCheckpoint?
    ) -> JobError {
        checkpoint.map { .trainingInterrupted(checkpoint: $0.path) }
            ?? .interruptedUnwritten(path: output)
    }
}
