import Senc
import SencFiles

/// How far a job has come that writes a file: a small file beside the output, written anew each
/// time that a block of results is safe on the disk.
struct JobJournal: Equatable {
    static let suffix = ".job"
    private static let version = 2
    /// No count in a journal is larger, so that sums of them have room.
    private static let maximumCount = 1 << 53

    /// What the job is.
    let identity: JobIdentity
    var progress = JobProgress()
    /// Whether all is written, and files wait only for their names.
    var isComplete = false

    /// The journal that belongs to an output; `nil` if there is none.
    static func read(_ path: String) throws -> JobJournal? {
        guard Path.kind(of: path) != nil else { return nil }
        try refuseOther(path)
        let root = try JSON(path: path)
        func integer(_ key: String) throws -> Int {
            guard let value = root[key]?.int, 0...maximumCount ~= value else {
                throw JobError.damagedJournal(path: path)
            }
            return value
        }
        guard try 1...version ~= integer("version"), let identity = JobIdentity(root),
            let isComplete = root["complete"]?.bool,
            let digest = root["digest"]?.string.flatMap({ UInt64($0, radix: 16) })
        else { throw JobError.damagedJournal(path: path) }
        var journal = JobJournal(identity: identity, isComplete: isComplete)
        journal.progress = JobProgress(
            records: try integer("records"), digest: digest,
            outputBytes: try integer("outputBytes"), idBytes: try integer("idBytes"),
            tokens: try integer("tokens"), truncated: try integer("truncated"),
            longest: try integer("longest"))
        return journal
    }

    /// - Throws: `JobError.notJournal` rather than replace a file that no senc wrote.
    func write(to path: String) throws {
        try Self.refuseOther(path)
        let text = JSONWriter.line {
            $0.object { journal in
                journal.member("version", Self.version)
                identity.write(to: &journal)
                journal.member("complete", isComplete)
                journal.member("digest", String(progress.digest, radix: 16))
                journal.member("records", progress.records)
                journal.member("outputBytes", progress.outputBytes)
                journal.member("idBytes", progress.idBytes)
                journal.member("tokens", progress.tokens)
                journal.member("truncated", progress.truncated)
                journal.member("longest", progress.longest)
            }
        }
        let file = try OutputFile(path: path, isOurs: true)
        try file.write(text)
        try file.commit()
    }

    // MARK: - Other files of the name

    /// How every journal begins, whatever its version.
    private static let start = Array("{\"version\":".utf8)
    private static let next = Array(",\"settings\":".utf8)
    private static let settings = [UInt8(ascii: "\""), UInt8(ascii: "{")]

    /// - Throws: `JobError.notJournal` if a file of another kind has the journal's name.
    static func refuseOther(_ path: String) throws {
        try RegularFile.refuseLink(path)
        guard Path.exists(path), !isJournal(path) else { return }
        throw JobError.notJournal(path: path)
    }

    /// Removes a journal; nothing if there is none, or another file in its place.
    static func remove(_ path: String) throws {
        if isJournal(path) { try OutputFile.remove(path) }
    }

    private static func isJournal(_ path: String) -> Bool {
        guard let file = try? MappedFile(path: path) else { return false }
        return withExtendedLifetime(file) {
            guard file.bytes.starts(with: start) else { return false }
            let digits = file.bytes.dropFirst(start.count).prefix {
                UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
            }
            let rest = file.bytes[digits.endIndex...]
            return !digits.isEmpty && rest.starts(with: next)
                && rest.dropFirst(next.count).first.map(settings.contains) == true
        }
    }
}
