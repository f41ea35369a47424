internal import Senc
internal import SencFiles

extension ModelSettings {
    /// What a model is called that was asked for by a name or a path.
    static func baseName(of model: String) -> String {
        Path.kind(of: model) == nil ? model : Path.lastComponent(of: model)
    }

    /// What tells the model's weights from others: their file, its size and time of change.
    var weightsStamp: String { "\(weights) \(Path.stamp(of: weights) ?? "")" }
}
