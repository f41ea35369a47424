internal import SencFiles
internal import SencWeights

/// A file beside an output that has what learning has come to, so that a run that is killed costs
/// little: another with the same settings and data goes on from it, to the same bytes.
///
/// It is a safetensors file of the tables that are learned, and how far it is says its metadata. It is
/// replaced whole, and removed when the output is written.
package struct TrainingCheckpoint: Sendable {
    package static let suffix = ".checkpoint"

    package let path: String
    /// What the result depends on beside the data.
    private let settings: String
    /// Which data.
    private let data: String
    /// Whether to go on from the file if there is one.
    private let resumes: Bool
    /// The least time between two of them.
    fileprivate let interval: Duration

    /// - Parameters:
    ///   - path: of the file; a link, or a file of another kind there, is refused.
    ///   - settings: what the result depends on beside the data.
    ///   - data: which data, such as files with their sizes and times of change.
    ///   - resumes: whether to go on from the file if there is one.
    ///   - interval: the least time between two of them; zero for one after each step.
    /// - Throws: `TrainingError.notCheckpoint`, `FileError`
    package init(
        path: String, settings: String, data: String, resumes: Bool,
        interval: Duration = .seconds(30)
    ) throws {
        (self.path, self.settings, self.data) = (path, settings, data)
        (self.resumes, self.interval) = (resumes, interval)
        try RegularFile.refuseLink(path)
        guard !Path.exists(path) || Self.isCheckpoint(path) else {
            throw TrainingError.notCheckpoint(path: path)
        }
    }

    /// A table, as floats one behind the other.
    struct Table {
        let name: String
        let elements: UnsafeMutableBufferPointer<Float>
    }

    // MARK: - Names in the metadata

    private static let kind = "senc"
    private static let version = "training checkpoint 2"

    private static func isCheckpoint(_ path: String) -> Bool {
        (try? WeightFile(path: path))?.metadata[kind] == version
    }

    // MARK: - Reading and writing

    /// Fills tables with those of the file.
    /// - Returns: how far learning was, by the names that `write` was given; `nil` if there is no file or
    ///   none is wanted.
    fileprivate func read(into tables: [Table]) throws -> [String: Int]? {
        guard resumes, Path.exists(path) else { return nil }
        let file = try WeightFile(path: path)
        guard file.metadata["settings"] == settings else {
            throw TrainingError.otherSettings(path: path)
        }
        guard file.metadata["data"] == data else { throw TrainingError.otherData(path: path) }
        for table in tables {
            guard let tensor = file[table.name], tensor.elementType == .float32,
                tensor.strides == nil, tensor.elementCount == table.elements.count
            else { throw TrainingError.damagedCheckpoint(path: path) }
            let bytes = UnsafeMutableRawBufferPointer(table.elements)
            tensor.withUnsafeBytes { bytes.copyMemory(from: $0) }
        }
        var position: [String: Int] = [:]
        for (name, value) in file.metadata where name.hasPrefix(Self.place) {
            guard let number = Int(value), 0...Self.largestNumber ~= number else {
                throw TrainingError.damagedCheckpoint(path: path)
            }
            position[String(name.dropFirst(Self.place.count))] = number
        }
        return position
    }

    private static let place = "position."
    /// No number of a position is larger, so that sums of them have room.
    private static let largestNumber = 1 << 53

    fileprivate func write(_ tables: [Table], _ position: [String: Int]) throws {
        var metadata = ["settings": settings, "data": data, Self.kind: Self.version]
        for (name, number) in position { metadata[Self.place + name] = "\(number)" }
        let file = try OutputFile(path: path, isOurs: true)
        // An empty table has no tensor.
        let tables = tables.filter { !$0.elements.isEmpty }
        var writer = try SafetensorsWriter(
            tables.map {
                SafetensorsWriter.Description(name: $0.name, shape: [$0.elements.count])
            }, as: .float32, to: file, path: path, metadata: metadata)
        for table in tables { try writer.append(UnsafeBufferPointer(table.elements)) }
        writer.finish()
        try file.commit()
    }

    /// Removes the file, when the output is there.
    package func remove() throws {
        if Path.exists(path), Self.isCheckpoint(path) { try OutputFile.remove(path) }
    }
}

/// Keeps the checkpoints of a run.
struct CheckpointKeeper {
    private let checkpoint: TrainingCheckpoint?
    private let tables: [TrainingCheckpoint.Table]
    private let clock = ContinuousClock()
    private var next: ContinuousClock.Instant

    /// What writing takes is at most this share of the time.
    private static let share = 20

    init(_ checkpoint: TrainingCheckpoint?, _ tables: [TrainingCheckpoint.Table]) {
        (self.checkpoint, self.tables) = (checkpoint, tables)
        next = clock.now + (checkpoint?.interval ?? .zero)
    }

    /// Fills the tables with those of the checkpoint, if there is one to go on from.
    /// - Returns: how far that was; nothing of a run from the start.
    func resume() throws -> [String: Int] { try checkpoint?.read(into: tables) ?? [:] }

    /// Reports a step that was made, and keeps what came of it if that is due or the report ends the
    /// run.
    mutating func keep(
        _ position: @autoclosure () -> [String: Int], _ report: () throws -> Void
    ) throws {
        try guarding(position(), report)
        guard let checkpoint, clock.now >= next else { return }
        let start = clock.now
        try checkpoint.write(tables, position())
        let end = clock.now
        guard checkpoint.interval > .zero else { return }
        next = end + max(checkpoint.interval, (end - start) * Self.share)
    }

    /// Does what may end the run, and keeps what came before it if it does.
    func guarding<Result>(
        _ position: @autoclosure () -> [String: Int], _ work: () throws -> Result
    ) throws -> Result {
        do {
            return try work()
        } catch {
            try checkpoint?.write(tables, position())
            throw error
        }
    }

    // MARK: - By whole passes

    private static let epochs = "epochs"

    /// Fills the tables as `resume` does.
    /// - Returns: how many passes are done.
    func resumeEpoch() throws -> Int { try resume()[Self.epochs] ?? 0 }

    /// Reports a pass, from 0, that was made.
    mutating func keep(epoch: Int, _ report: () throws -> Void) throws {
        try keep([Self.epochs: epoch + 1], report)
    }
}
