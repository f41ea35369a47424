package import SencFiles
internal import SencTokenizers

extension EncodingOptions {
    /// What an index keeps of the options that its passages were encoded with.
    /// - Returns: `nil` if one of them does not have a value that it may have.
    package init?(_ json: JSON) {
        guard let normalizes = json["normalizes"]?.bool else { return nil }
        let normalization = json["normalization"]?.string.map(Normalization.init)
        let truncationSide = json["truncationSide"]?.string.map(TruncationSide.init)
        if case .some(.none) = normalization { return nil }
        if case .some(.none) = truncationSide { return nil }
        self.init(
            maximumTokens: json["maximumTokens"]?.int, promptName: json["prompt"]?.string,
            prompt: json["promptText"]?.string,
            truncateDimension: json["truncateDimension"]?.int, normalizes: normalizes,
            normalization: normalization ?? nil, truncationSide: truncationSide ?? nil)
    }
}
