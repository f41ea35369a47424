internal import SencKernels

/// Steps of gradient descent on tables of vectors, by the kernels of a family.
package struct TrainingKernels: Sendable {
    nonisolated(unsafe) let table: UnsafePointer<senc_training>

    package init(_ family: KernelFamily = .selected) {
        table = family.table.pointee.training
    }

    /// Floats from one row of a table to the next; those behind the last element are 0.
    package static func stride(dimension: Int) -> Int { (dimension + 15) / 16 * 16 }

    /// Rows of two tables that tell each other by their products, window by window.
    package struct Windows {
        /// Tables of rows of `stride` floats.
        package var inputs: UnsafePointer<Float>
        package var targets: UnsafePointer<Float>
        package var stride: Int
        /// Their rows, those of a window behind those of the one before.
        package var inputIDs: UnsafePointer<UInt32>
        package var targetIDs: UnsafePointer<UInt32>
        /// Where each window's begin, and at last where those of the last end.
        package var inputStarts: UnsafePointer<UInt32>
        package var targetStarts: UnsafePointer<UInt32>
        /// One for each target, within 0...1; `labelPadding` more can be read.
        package var labels: UnsafePointer<Float>
        /// Whether a window's inputs tell the targets by their mean, not each of them by itself.
        package var usesMean: Bool

        package init(
            inputs: UnsafePointer<Float>, targets: UnsafePointer<Float>, stride: Int,
            inputIDs: UnsafePointer<UInt32>, targetIDs: UnsafePointer<UInt32>,
            inputStarts: UnsafePointer<UInt32>, targetStarts: UnsafePointer<UInt32>,
            labels: UnsafePointer<Float>, usesMean: Bool
        ) {
            (self.inputs, self.targets, self.stride) = (inputs, targets, stride)
            (self.inputIDs, self.targetIDs) = (inputIDs, targetIDs)
            (self.inputStarts, self.targetStarts) = (inputStarts, targetStarts)
            (self.labels, self.usesMean) = (labels, usesMean)
        }
    }

    package static let labelPadding = 7

    /// Floats of scratch that `logisticSteps` needs for windows of so many rows at most.
    package func scratchCount(inputs: Int, targets: Int, stride: Int) -> Int {
        table.pointee.scratch_size(inputs, targets, stride)
    }

    /// What each row would be moved by if each product x of an input and a target of a window were to
    /// tell the target's label y by σ(x): rate · (y - σ(x)) times the other row, summed over the
    /// window's rows of the other table. The tables stay.
    /// - Parameters:
    ///   - inputSteps: [inputs, stride], or, of means, [windows, stride], one for all rows of a window.
    ///   - targetSteps: [targets, stride]
    ///   - losses: gets each window's cross entropy added, if it is not `nil`.
    package func logisticSteps(
        _ windows: Windows, _ range: Range<Int>, rate: Float,
        inputSteps: UnsafeMutablePointer<Float>, targetSteps: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>, losses: UnsafeMutablePointer<Double>? = nil
    ) {
        var list = senc_windows(
            inputs: windows.inputs, targets: windows.targets, stride: windows.stride,
            input_ids: windows.inputIDs, target_ids: windows.targetIDs,
            input_starts: windows.inputStarts, target_starts: windows.targetStarts,
            labels: windows.labels, uses_mean: windows.usesMean)
        table.pointee.logistic_steps(
            &list, range.lowerBound, range.upperBound, rate, inputSteps, targetSteps, scratch,
            losses)
    }

    /// Some of the means of rows of a table, each summed in its order; 0 of none.
    /// - Parameters:
    ///   - starts: where each mean's ids begin, and at last where those of the last end.
    ///   - means: [all means, stride]
    package func means(
        of rows: UnsafePointer<Float>, stride: Int, _ ids: UnsafePointer<UInt32>,
        starts: UnsafePointer<UInt32>, _ range: Range<Int>, to means: UnsafeMutablePointer<Float>
    ) {
        table.pointee.means(rows, stride, ids, starts, range.lowerBound, range.upperBound, means)
    }

    /// Adds steps to the rows of a table, those of a row in their order.
    /// - Parameters:
    ///   - steps: rows of `stride` floats.
    ///   - ids: the rows of the table.
    ///   - places: which step each of them gets; the next one if `nil`.
    ///   - member: whose share of the rows is worked on.
    package func scatter(
        _ steps: UnsafePointer<Float>, _ ids: UnsafeBufferPointer<UInt32>,
        places: UnsafePointer<UInt32>? = nil, to rows: UnsafeMutablePointer<Float>, stride: Int,
        _ member: ThreadTeam.Member
    ) {
        table.pointee.scatter(
            rows, stride, ids.baseAddress, places, ids.count, steps, UInt32(member.index),
            UInt32(member.count))
    }
}
