/// When weights are brought into the form that senc's kernels multiply with.
public enum WeightPacking: Sendable {
    /// All of them when a model is loaded, to stay in memory: for many texts.
    case ahead
    /// Each panel whenever it is used, straight from the weight file: for a text or two, which
    /// are done before all weights would be packed. The vectors are the same to the bit.
    case eachUse
}
