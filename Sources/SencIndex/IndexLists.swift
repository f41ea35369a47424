internal import SencIVF
package import SencMath

/// How an index's vectors stand in inverted lists, beside the file of vectors and searched in their
/// place: 8 bits a component in a FAISS file, the best of which are scored again by the vectors
/// themselves.
package struct IndexLists: Sendable, Equatable {
    /// What the lists are searched by; by anything else, all vectors are searched.
    package var similarity: SimilarityFunction
    /// How many lists there are; a number that suits the vectors if not given.
    package var lists: Int?
    /// How many of them are searched if a search says nothing; if not given, a part of them.
    package var probes: Int?

    /// - Returns: `nil` for a function that no lists are made for.
    package init?(similarity: SimilarityFunction, lists: Int? = nil, probes: Int? = nil) {
        guard similarity != .manhattan else { return nil }
        (self.similarity, self.lists, self.probes) = (similarity, lists, probes)
    }

    var settings: InvertedIndexSettings {
        var settings = InvertedIndexSettings()
        settings.metric = similarity == .euclidean ? .l2 : .innerProduct
        settings.normalizes = similarity == .cosine
        (settings.lists, settings.probes) = (lists, probes)
        return settings
    }

    /// Whether an index of lists has the numbers that are asked for.
    func accept(_ index: InvertedIndex) -> Bool {
        lists ?? index.lists == index.lists
            && probes.map { min($0, index.lists) } ?? index.defaultProbes == index.defaultProbes
    }
}
