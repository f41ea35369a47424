import SencFiles

extension TextMap {
    /// Clusters that are made if none are asked for, and the fewest texts of one in the mean.
    private static let usualClusters = 8
    private static let textsPerCluster = 20
    /// Of a cluster's name.
    private static let nameLimit = 60

    /// How many clusters that many texts are drawn in, if nobody says.
    package static func clusterCount(of texts: Int) -> Int {
        min(usualClusters, max(1, texts / textsPerCluster))
    }

    /// For each text the number of its cluster, that of the most texts first, and the cluster's most
    /// central text.
    /// - Parameters:
    ///   - members: the texts of each cluster, the most central first; each text of one cluster.
    ///   - texts: if they are known.
    package static func labels(ofClusters members: [[Int]], texts: [String]?) -> [String] {
        var labels = [String](repeating: "", count: members.reduce(0) { $0 + $1.count })
        let order = members.indices.sorted { (-members[$0].count, $0) < (-members[$1].count, $1) }
        for (rank, cluster) in order.enumerated() {
            guard let central = members[cluster].first else { continue }
            let start = texts.map { texts in
                ": " + String(texts[central].onOneLine().unicodeScalars.prefix(nameLimit))
            }
            for text in members[cluster] { labels[text] = "\(rank + 1)" + (start ?? "") }
        }
        return labels
    }
}
