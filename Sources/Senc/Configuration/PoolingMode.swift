/// How the states of a text's tokens become one vector, as sentence-transformers' `Pooling`.
public enum PoolingMode: String, Sendable, CaseIterable {
    /// The state of the first token.
    case cls
    /// The largest value of each component.
    case max
    /// The sum over the tokens divided by their number.
    case mean
    /// The sum over the tokens divided by the square root of their number.
    case meanSqrtLength = "mean_sqrt_len_tokens"
    /// The mean with weights 1, 2, 3, … in the order of the tokens.
    case weightedMean = "weightedmean"
    /// The state of the last token.
    case lastToken = "lasttoken"

    /// The boolean key of the old form of the configuration.
    var flag: String {
        switch self {
        case .cls: "pooling_mode_cls_token"
        case .max: "pooling_mode_max_tokens"
        case .mean: "pooling_mode_mean_tokens"
        case .meanSqrtLength: "pooling_mode_mean_sqrt_len_tokens"
        case .weightedMean: "pooling_mode_weightedmean_tokens"
        case .lastToken: "pooling_mode_lasttoken"
        }
    }
}
