import SencFiles

/// What a reader of one format finds in a file: the description of its tensors.
protocol WeightHeader {
    /// In the order of the data, as far as it has one.
    var tensors: [Tensor] { get }
    /// What the writer noted about the file.
    var metadata: [String: String] { get }
}

extension String {
    /// Whether this can be the name of a file beside the one that it is written in: it stays in the
    /// directory, and can be printed.
    var isNameOfNeighbor: Bool {
        !["", ".", ".."].contains(self) && !utf8.contains(UInt8(ascii: "/"))
            && quoted(limit: .max) == "'\(self)'"
    }
}
