import Senc
import SencFiles
import SencVectors

/// What made the vectors of a binary file, kept beside it, for `FILE.npy` in `FILE.npy.model.json`:
/// one JSON object.
///
/// `{"format":"senc vectors","version":1,"start":"…","model":{…}}`, with a hash of the file's first
/// bytes, by which a record that was left beside another file of the name is known and skipped.
struct VectorRecord: Equatable {
    /// What is added to a file's name.
    static let suffix = ".model.json"

    private static let format = "senc vectors"
    private static let version = 1
    /// How every record begins, whatever its version.
    private static let beginning = "{\"format\":\"\(format)\",\"version\":"
    /// Larger files are no records.
    private static let maximumBytes = 1 << 16
    /// Bytes of a file of vectors that are hashed: its header, which has the number of rows, and the
    /// first of them.
    private static let hashedBytes = 1 << 14

    let stamp: ModelStamp

    /// The record of a file's vectors; `nil` if there is none, or none that is of them.
    init?(of path: String) {
        guard let file = try? MappedFile(path: path + Self.suffix),
            file.bytes.count <= Self.maximumBytes,
            let json = try? JSON(parsing: Array(file.bytes)),
            json["format"]?.string == Self.format, json["version"]?.int == Self.version,
            let start = json["start"]?.string, let stamp = json["model"].flatMap(ModelStamp.init),
            let own = try? Self.hash(path), start == own
        else { return nil }
        self.stamp = stamp
    }

    /// Writes what made the vectors of a file, which is there by now.
    static func write(_ stamp: ModelStamp, of path: String) throws {
        let start = try hash(path)
        let text = JSONWriter.line {
            $0.object { record in
                record.member("format", format)
                record.member("version", version)
                record.member("start", start)
                record.breakLine()
                record.member("model", stamp)
            }
        }
        let file = try OutputFile(path: path + suffix, isOurs: true)
        try file.write(text)
        try file.commit()
    }

    /// What there is to tell of the file and of what made it.
    func settings(of path: String) throws -> [Setting] {
        let file = try VectorFile.open(path)
        let name = Path.lastComponent(of: path)
        let record = name + Self.suffix
        return [
            Setting(name: "vectors", value: "\(file.rows)", in: name),
            Setting(name: "dimension", value: "\(stamp.dimension)", in: name),
            Setting(name: "element type", value: "\(file.elementType)", in: name),
            Setting(name: "model", value: "\(stamp.model)", in: record),
            Setting(name: "weights", value: "\(stamp.weights)", in: record),
            Setting(name: "tokenizer", value: "\(stamp.tokenizer)", in: record),
            Setting(name: "configuration", value: "\(stamp.configuration)", in: record),
            Setting(name: "prompt", value: "\(stamp.prompt)", in: record),
            Setting(
                name: "prompt name", value: stamp.promptName.map { "\($0)" } ?? "none",
                in: record),
            Setting(
                name: "role", value: stamp.role.map { "\($0.rawValue)" } ?? "none", in: record),
            Setting(
                name: "normalization", value: stamp.isNormalized ? "to length 1" : "none",
                in: record),
        ]
    }

    /// - Throws: `JobError.notRecord` if a file of another kind has the name of a file's record.
    static func refuseOther(of path: String) throws {
        let name = path + suffix
        try RegularFile.refuseLink(name)
        guard Path.exists(name) else { return }
        guard isRecord(name) else { throw JobError.notRecord(path: name) }
    }

    /// Removes what an earlier output of the name had beside it; nothing that no senc wrote.
    static func remove(of path: String) throws {
        if isRecord(path + suffix) { try OutputFile.remove(path + suffix) }
    }

    private static func isRecord(_ name: String) -> Bool {
        guard let file = try? MappedFile(path: name) else { return false }
        return withExtendedLifetime(file) { file.bytes.starts(with: beginning.utf8) }
    }

    private static func hash(_ path: String) throws -> String {
        let file = try MappedFile(path: path)
        return withExtendedLifetime(file) {
            var hash = XXHash64()
            hash.update(UnsafeRawBufferPointer(rebasing: file.bytes.prefix(hashedBytes)))
            return String(hash.digest, radix: 16)
        }
    }
}
