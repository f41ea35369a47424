import Senc
import SencAnalysis
import SencFiles
import SencVectors

/// A classifier as `senc classify train` leaves it: one JSON object.
///
/// `{"format":"senc classifier","version":1,"model":{…},"labels":[…],"weights":[[…]],
/// "intercepts":[…]}`, weights with a row a label, or one for two labels.
struct ClassifierFile {
    /// What it is called beside the model that it goes with.
    static let name = "classifier.json"

    private static let format = "senc classifier"
    private static let version = 1

    let model: LogisticRegression
    /// Of the vectors that it was trained on.
    let stamp: ModelStamp

    var labels: [String] { model.classes }

    /// - Parameter path: of a classifier, or of a model's directory with one in it.
    /// - Returns: the classifier's path, and the directory of the model beside it, if there is one.
    static func find(_ path: String) throws -> (path: String, model: String?) {
        if Path.kind(of: path) == .directory {
            return (Path.join(path, name), try Path.absolute(path))
        }
        guard Path.lastComponent(of: path) == name else { return (path, nil) }
        let directory = Path.parent(of: path) ?? "."
        let isModel = modelNames.contains { Path.kind(of: Path.join(directory, $0)) == .file }
        return (path, isModel ? try Path.absolute(directory) : nil)
    }

    /// Files that a model's directory has, one of them.
    private static let modelNames = ["modules.json", "adapter_config.json"]

    init(model: LogisticRegression, stamp: ModelStamp) {
        self.model = model
        self.stamp = stamp
    }

    /// - Throws: `FileError`, `JSONFileError` or `ClassifierError` if it is not there or not whole.
    init(path: String) throws {
        let json = try JSON(path: path, limit: JSON.maximumBytes)
        guard json["format"]?.string == Self.format else {
            throw ClassifierError.notAClassifier(path: path)
        }
        guard json["version"]?.int == Self.version else {
            throw ClassifierError.damaged("version", path: path)
        }
        guard let stamp = json["model"].flatMap(ModelStamp.init) else {
            throw ClassifierError.damaged("model", path: path)
        }
        let labels = try Self.value(json["labels"]?.elements, "labels", path).map {
            try Self.value($0.string, "labels", path)
        }
        var weights: [Double] = []
        try json["weights"]?.forEachElement { row in
            guard row.memberCount == stamp.dimension, let numbers = row.numbers else {
                throw ClassifierError.damaged("weights", path: path)
            }
            weights += numbers
        }
        let intercepts = try Self.value(json["intercepts"]?.numbers, "intercepts", path)
        do {
            model = try LogisticRegression(
                classes: labels, dimension: stamp.dimension, weights: weights,
                intercepts: intercepts)
        } catch {
            throw ClassifierError.damaged("weights", path: path)
        }
        self.stamp = stamp
    }

    private static func value<Value>(
        _ value: Value?, _ key: String, _ path: String
    ) throws(ClassifierError) -> Value {
        guard let value else { throw .damaged(key, path: path) }
        return value
    }

    var bytes: [UInt8] {
        JSONWriter.line {
            $0.object { classifier in
                classifier.member("format", Self.format)
                classifier.member("version", Self.version)
                classifier.breakLine()
                classifier.member("model", stamp)
                classifier.breakLine()
                classifier.member("labels", model.classes)
                classifier.breakLine()
                classifier.array("weights", model.intercepts.indices) { writer, row in
                    let range = (row * model.dimension)..<((row + 1) * model.dimension)
                    writer.value(model.weights[range])
                }
                classifier.breakLine()
                classifier.member("intercepts", model.intercepts)
            }
        }
    }

    func write(to file: OutputFile) throws {
        try file.write(bytes)
        try file.commit()
    }
}

/// Why a classifier cannot be trained or used.
enum ClassifierError: Diagnostic, Equatable {
    /// A record, counted from 0, without a label.
    case emptyLabel(Int)
    case notAClassifier(path: String)
    /// A part of the file is missing, or not what it should be.
    case damaged(String, path: String)

    var message: Message {
        switch self {
        case .emptyLabel(let record): "record \(record + 1) has an empty label"
        case .notAClassifier(let path): "not a classifier of senc (\(path))"
        case .damaged(let key, let path):
            """
            the classifier is damaged, or of another version of senc: \(key.quoted()) is not what \
            it should be (\(path))
            """
        }
    }

    var status: ExitStatus { .badData }
}
