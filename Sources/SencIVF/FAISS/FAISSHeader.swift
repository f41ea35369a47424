/// What every FAISS index starts with, behind the four characters that name its kind.
struct FAISSHeader {
    /// As of vectors in other files.
    static let maximumDimension = 1 << 24

    let dimension: Int
    let count: Int
    let metric: FAISSMetric

    init(dimension: Int, count: Int, metric: FAISSMetric) {
        (self.dimension, self.count, self.metric) = (dimension, count, metric)
    }

    init(_ reader: inout FAISSReader) throws(FAISSFault) {
        dimension = Int(try reader.integer(Int32.self))
        guard 1...Self.maximumDimension ~= dimension else { throw .dimension(dimension) }
        let count = try reader.integer(Int64.self)
        guard let vectors = Int(exactly: count), vectors >= 0 else { throw .count(count) }
        self.count = vectors
        // Two numbers that have no use any more.
        _ = try reader.take(16)
        guard try reader.flag() else { throw .untrained }
        let metric = try reader.integer(Int32.self)
        guard let known = FAISSMetric(rawValue: metric) else { throw .metric(metric) }
        self.metric = known
    }

    func append(to text: inout FAISSText) {
        text.append(Int32(truncatingIfNeeded: dimension))
        text.append(Int64(count))
        text.append(Int64(1 << 20))
        text.append(Int64(1 << 20))
        text.append(true)
        text.append(metric.rawValue)
    }
}
