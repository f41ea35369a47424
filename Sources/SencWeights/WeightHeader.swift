/// What a reader of one format finds in a file: the description of its tensors.
protocol WeightHeader {
    /// In the order of the data, as far as it has one.
    var tensors: [Tensor] { get }
    /// What the writer noted about the file.
    var metadata: [String: String] { get }
}
