/// Which file each row of several files is of that are read one after the other.
struct RowPlaces {
    private(set) var paths: [String] = []
    /// The first row of each file.
    private var starts: [Int] = []
    private(set) var count = 0

    init() {}

    init(path: String, count: Int) {
        append(path, count: count)
    }

    mutating func append(_ path: String, count: Int) {
        paths.append(path)
        starts.append(self.count)
        self.count += count
    }

    /// How many rows each file has.
    var counts: [Int] {
        zip(starts, starts.dropFirst() + [count]).map { $1 - $0 }
    }

    /// - Returns: the file, and the row in it, from 0.
    /// - Precondition: there is such a row.
    func place(of row: Int) -> (path: String, row: Int) {
        var (low, high) = (0, starts.count)
        // The last file that starts at the row or before it; empty ones before that are passed.
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= row { low = middle } else { high = middle }
        }
        return (paths[low], row - starts[low])
    }
}
