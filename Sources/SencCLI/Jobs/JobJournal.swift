import Senc
import SencFiles

/// How far a job has come that writes a file: a small file beside the output, written anew each
/// time that a block of results is safe on the disk.
struct JobJournal: Equatable {
    static let suffix = ".job"
    private static let version = 1
    /// No count in a journal is larger, so that sums of them have room.
    private static let maximumCount = 1 << 53

    /// All that the output depends on but the inputs: model, options, kernels.
    var settings: String
    /// The inputs' names, sizes and times of change.
    var inputs: String
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
        guard try integer("version") == version, let settings = root["settings"]?.string,
            let inputs = root["inputs"]?.string, let isComplete = root["complete"]?.bool,
            let digest = root["digest"]?.string.flatMap({ UInt64($0, radix: 16) })
        else { throw JobError.damagedJournal(path: path) }
        var journal = JobJournal(settings: settings, inputs: inputs, isComplete: isComplete)
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
        var text = JSONText()
        text.append(raw: "{\"version\":\(Self.version),\"settings\":")
        text.append(string: settings)
        text.append(raw: ",\"inputs\":")
        text.append(string: inputs)
        text.append(raw: ",\"complete\":\(isComplete),\"digest\":\"")
        text.append(raw: String(progress.digest, radix: 16))
        text.append(raw: "\",\"records\":\(progress.records)")
        text.append(raw: ",\"outputBytes\":\(progress.outputBytes)")
        text.append(raw: ",\"idBytes\":\(progress.idBytes),\"tokens\":\(progress.tokens)")
        text.append(raw: ",\"truncated\":\(progress.truncated),\"longest\":\(progress.longest)}\n")
        let file = try OutputFile(path: path, isOurs: true)
        try file.write(text.bytes)
        try file.commit()
    }

    // MARK: - Other files of the name

    /// How every journal begins, whatever its version.
    private static let start = Array("{\"version\":".utf8)
    private static let next = Array(",\"settings\":\"".utf8)

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
            return !digits.isEmpty && file.bytes[digits.endIndex...].starts(with: next)
        }
    }
}
