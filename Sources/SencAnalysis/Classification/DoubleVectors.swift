/// The product of `b` with as many numbers of `a` from `start` on, summed in eight parts.
func dotProduct(_ a: [Double], from start: Int = 0, _ b: [Double]) -> Double {
    precondition(start >= 0 && start + b.count <= a.count, "numbers out of range")
    let whole = b.count / 8 * 8
    var sums = SIMD8<Double>()
    a.withUnsafeBytes { a in
        b.withUnsafeBytes { b in
            for index in stride(from: 0, to: whole, by: 8) {
                sums +=
                    a.loadUnaligned(fromByteOffset: (start + index) * 8, as: SIMD8<Double>.self)
                    * b.loadUnaligned(fromByteOffset: index * 8, as: SIMD8<Double>.self)
            }
        }
    }
    return (whole..<b.count).reduce(sums.sum()) { $0 + a[start + $1] * b[$1] }
}

/// Adds `factor` times `x` to as many numbers of `y` from `start` on.
func add(_ factor: Double, times x: [Double], to y: inout [Double], from start: Int = 0) {
    precondition(start >= 0 && start + x.count <= y.count, "numbers out of range")
    y.withUnsafeMutableBufferPointer { y in
        x.withUnsafeBufferPointer { x in
            for index in x.indices { y[start + index] += factor * x[index] }
        }
    }
}
