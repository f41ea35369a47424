/// The rank of each value from the least, counted from 1; equal values share the mean of their
/// ranks, as in `scipy.stats.rankdata`.
/// - Precondition: no value is NaN, which has no rank.
package func averagedRanks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
        var end = start + 1
        while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
        // The ranks are start + 1 to end.
        let mean = Double(start + 1 + end) / 2
        for place in start..<end { ranks[order[place]] = mean }
        start = end
    }
    return ranks
}
