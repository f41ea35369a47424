internal import SencMath

/// Doubles of a checkpoint, whose tables are of floats: each has two.
struct CheckpointNumbers {
    private let floats: FloatBuffer

    /// All are 0.
    init(count: Int) { floats = FloatBuffer(zeros: 2 * count) }

    subscript(index: Int) -> Double {
        get {
            let (low, high) = (floats.base[2 * index], floats.base[2 * index + 1])
            return Double(bitPattern: UInt64(low.bitPattern) | UInt64(high.bitPattern) << 32)
        }
        nonmutating set {
            let bits = newValue.bitPattern
            floats.base[2 * index] = Float(bitPattern: UInt32(truncatingIfNeeded: bits))
            floats.base[2 * index + 1] = Float(bitPattern: UInt32(truncatingIfNeeded: bits >> 32))
        }
    }

    func table(named name: String = "numbers") -> TrainingCheckpoint.Table {
        TrainingCheckpoint.Table(name: name, elements: floats.elements)
    }
}
