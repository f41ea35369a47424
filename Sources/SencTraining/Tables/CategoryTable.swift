internal import SencMath

/// The vectors of a column's categories, and the steps that rows of a batch give them.
///
/// Rows are moved by Adam without its first moment, and with one second moment a row, the mean of
/// those of its numbers (as in Mudigere et al., "Software-Hardware Co-design for Fast and Scalable
/// Training of Deep Learning Recommendation Models", 2022), counted by the row's own steps: only
/// rows of the batch are touched, and a million categories take little more than their vectors.
final class CategoryTable: @unchecked Sendable {
    let rows: Int
    let width: Int
    /// Whether the vectors stay as they are.
    let isFrozen: Bool
    /// [rows, width]
    let vectors: FloatBuffer
    /// Each row's second moment.
    private let moments: FloatBuffer
    /// How many steps each row has made, as the bits of a float: checkpoints are of floats.
    private let steps: FloatBuffer

    /// The batch's rows, each once, in the order in which they are there first.
    private(set) var touchedCount = 0
    private let touched: UnsafeMutablePointer<UInt32>
    /// Of each of these the first and the last place in the batch, and of each place the next of
    /// the same row.
    private let first: UnsafeMutablePointer<Int32>
    private let last: UnsafeMutablePointer<Int32>
    private let next: UnsafeMutablePointer<Int32>
    /// For each row its place among those; -1 if it is not in the batch.
    private let slots: UnsafeMutablePointer<Int32>
    /// [batch, width]: the sums of the gradients of the rows that are touched.
    let gradients: FloatBuffer

    private static let secondDecay = 0.999
    private static let epsilon: Float = 1e-8

    init(rows: Int, width: Int, batch: Int, isFrozen: Bool) {
        (self.rows, self.width, self.isFrozen) = (rows, width, isFrozen)
        vectors = FloatBuffer(count: rows * width)
        moments = FloatBuffer(zeros: isFrozen ? 0 : rows)
        steps = FloatBuffer(zeros: isFrozen ? 0 : rows)
        slots = .allocate(capacity: rows)
        slots.update(repeating: -1, count: rows)
        touched = .allocate(capacity: batch)
        first = .allocate(capacity: batch)
        last = .allocate(capacity: batch)
        next = .allocate(capacity: batch)
        gradients = FloatBuffer(count: isFrozen ? 0 : batch * width)
    }

    deinit {
        slots.deallocate()
        touched.deallocate()
        first.deallocate()
        last.deallocate()
        next.deallocate()
    }

    /// What a checkpoint holds of it; nothing of vectors that stay as they are.
    /// - Parameter name: of the table.
    func checkpoint(_ name: String) -> [TrainingCheckpoint.Table] {
        isFrozen
            ? []
            : [("vectors", vectors), ("moments", moments), ("steps", steps)].map {
                TrainingCheckpoint.Table(name: "\(name).\($0)", elements: $1.elements)
            }
    }

    /// Fills rows with small random numbers, even within ±`bound`.
    func fill(_ range: Range<Int>, _ random: CounterRandom, bound: Float) {
        for index in range.lowerBound * width..<range.upperBound * width {
            vectors.base[index] = Float(random.uniform(at: UInt64(index)) * 2 - 1) * bound
        }
    }

    /// Notes which rows a batch has.
    func group(_ codes: UnsafePointer<UInt32>, count: Int) {
        for index in 0..<touchedCount { slots[Int(touched[index])] = -1 }
        touchedCount = 0
        for place in 0..<count {
            let row = Int(codes[place])
            let slot = slots[row]
            next[place] = -1
            if slot < 0 {
                slots[row] = Int32(touchedCount)
                touched[touchedCount] = UInt32(row)
                first[touchedCount] = Int32(place)
                last[touchedCount] = Int32(place)
                touchedCount += 1
            } else {
                next[Int(last[Int(slot)])] = Int32(place)
                last[Int(slot)] = Int32(place)
            }
        }
    }

    /// The row of one that is touched.
    func row(touched index: Int) -> Int { Int(touched[index]) }

    /// Sums the gradients of rows that are touched, in the order of the batch.
    /// - Parameter batch: [batch, stride], the gradients by places.
    func sumGradients(_ range: Range<Int>, of batch: UnsafePointer<Float>, stride: Int) {
        for index in range {
            let sum = gradients.base + index * width
            var place = Int(first[index])
            sum.update(from: batch + place * stride, count: width)
            while next[place] >= 0 {
                place = Int(next[place])
                let gradient = batch + place * stride
                for column in 0..<width { sum[column] += gradient[column] }
            }
        }
    }

    /// Moves rows that are touched by their gradients.
    /// - Parameter decay: what a number loses, as a share of it.
    func move(_ range: Range<Int>, rate: Float, decay: Float) {
        for index in range {
            let row = Int(touched[index])
            let gradient = gradients.base + index * width
            let vector = vectors.base + row * width
            var squares: Float = 0
            for column in 0..<width { squares += gradient[column] * gradient[column] }
            let step = steps.base[row].bitPattern &+ 1
            steps.base[row] = Float(bitPattern: step)
            let second = Float(Self.secondDecay)
            let moment = second * moments.base[row] + (1 - second) * squares / Float(width)
            moments.base[row] = moment
            let correction = Float(1 - Double.pow(Self.secondDecay, Double(step)))
            let factor = rate / ((moment / correction).squareRoot() + Self.epsilon)
            let kept = 1 - decay
            for column in 0..<width {
                vector[column] = vector[column] * kept - factor * gradient[column]
            }
        }
    }
}
