internal import SencKernels

extension TrainingKernels {
    /// Two rows of a table that stand near each other, and how much that counts.
    package struct Cooccurrence: Equatable, Sendable {
        package var first: UInt32
        package var second: UInt32
        /// Of how often they do.
        package var logarithm: Float
        package var weight: Float

        package init(first: UInt32, second: UInt32, logarithm: Float, weight: Float) {
            (self.first, self.second) = (first, second)
            (self.logarithm, self.weight) = (logarithm, weight)
        }
    }

    /// For each pair in turn, a step of AdaGrad that brings the product of the first's vector and
    /// the second's context vector nearer to the pair's logarithm, and one for the second's vector
    /// and the first's context vector, if they are two.
    /// - Parameters:
    ///   - table: of each row its vector, its context vector and the sums of the squares of what
    ///     these were moved by before, `stride` floats each. Biases are elements of both.
    ///   - rate: of the first step.
    /// - Returns: the sum of weight times squared difference, as met.
    package func cooccurrenceSteps(
        _ pairs: UnsafeMutableBufferPointer<Cooccurrence>, _ table: UnsafeMutablePointer<Float>,
        stride: Int, rate: Float
    ) -> Double {
        pairs.withMemoryRebound(to: senc_cooccurrence.self) {
            self.table.pointee.cooccurrence_steps(table, stride, $0.baseAddress, $0.count, rate)
        }
    }
}
