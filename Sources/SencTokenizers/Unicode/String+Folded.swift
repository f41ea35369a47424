extension StringProtocol {
    /// The text without what case and accents tell apart: canonically decomposed, its marks left
    /// out, in lower case.
    package var folded: String {
        var result = ""
        for scalar in unicodeScalars {
            Scalars.forEachDecomposed(scalar.value) { _, part in
                guard !Scalars.isMark(part), let lower = Unicode.Scalar(Scalars.lowercase(part))
                else { return }
                result.unicodeScalars.append(lower)
            }
        }
        return result
    }
}
