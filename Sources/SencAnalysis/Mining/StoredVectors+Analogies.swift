import SencMath
public import SencVectors

extension StoredVectors {
    /// The vectors that are closest to a - b + c, each scaled to length 1 before: what is to c as
    /// a is to b. The closest by their cosine first, of two as close the lower row.
    ///
    /// The 3CosAdd of Levy and Goldberg, "Linguistic regularities in sparse and explicit word
    /// representations" (2014), after Mikolov and others (2013); as gensim's `most_similar`.
    /// - Parameters:
    ///   - a: [dimension]: what is to `b` as the answer is to `c`.
    ///   - b: [dimension]
    ///   - c: [dimension]
    ///   - excluded: rows that are not answers, such as those of the three vectors themselves.
    ///   - count: how many to find.
    ///   - threads: by default one for each processor.
    /// - Throws: `SearchError` if a vector has another dimension or is not finite.
    public func analogies(
        _ a: [Float], minus b: [Float], plus c: [Float], excluding excluded: Set<Int> = [],
        count: Int = 10, threads: Int? = nil
    ) throws -> [Hit] {
        guard self.count > 0 else { return [] }
        var target = [Double](repeating: 0, count: dimension)
        for (query, (vector, sign)) in [(a, 1.0), (b, -1.0), (c, 1.0)].enumerated() {
            guard vector.count == dimension else {
                throw SearchError.dimension(
                    vectors: dimension, queries: vector.count, source: source)
            }
            guard vector.allSatisfy(\.isFinite) else { throw SearchError.queryNotFinite(query) }
            let length = dotProduct(vector, vector).squareRoot()
            for index in target.indices where length > 0 {
                target[index] += sign * Double(vector[index]) / length
            }
        }
        let wanted = min(max(count, 0), self.count)
        let query = Matrix(rows: 1, columns: dimension, elements: target.map(Float.init))
        let matches = try nearest(
            min(wanted + excluded.count, self.count), to: query, threads: threads)[0]
        return Array(matches.lazy.filter { !excluded.contains($0.index) }.prefix(wanted))
    }
}
