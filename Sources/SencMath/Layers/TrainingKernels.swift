internal import SencKernels

/// Steps of gradient descent on tables of vectors, by the kernels of a family.
package struct TrainingKernels: Sendable {
    nonisolated(unsafe) let table: UnsafePointer<senc_training>

    package init(_ family: KernelFamily = .selected) {
        table = family.table.pointee.training
    }

    /// Floats from one row of a table to the next; those behind the last element are 0.
    package static func stride(dimension: Int) -> Int { (dimension + 15) / 16 * 16 }

    /// Floats of scratch that `logisticStep` needs.
    package func scratchCount(inputs: Int, targets: Int) -> Int {
        table.pointee.scratch_size(inputs, targets)
    }

    package typealias Row = UnsafePointer<Float>?

    /// Rows of two sets, and which of the second the first are to tell.
    package struct Products {
        package var inputs: UnsafeBufferPointer<Row>
        package var targets: UnsafeBufferPointer<Row>
        /// One for each target, within 0...1.
        package var labels: UnsafePointer<Float>
        package var stride: Int

        package init(
            inputs: UnsafeBufferPointer<Row>, targets: UnsafeBufferPointer<Row>,
            labels: UnsafePointer<Float>, stride: Int
        ) {
            (self.inputs, self.targets, self.labels) = (inputs, targets, labels)
            self.stride = stride
        }
    }

    /// What each row would be moved by if the product x of each input and target were to tell the
    /// target's label y by σ(x): rate · (y - σ(x)) times the other row, summed over the other rows.
    /// The rows themselves stay.
    /// - Parameters:
    ///   - inputSteps: [inputs, stride]
    ///   - targetSteps: [targets, stride]
    ///   - loss: gets the products' cross entropy added, if it is not `nil`.
    package func logisticStep(
        _ products: Products, rate: Float, inputSteps: UnsafeMutablePointer<Float>,
        targetSteps: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>,
        loss: UnsafeMutablePointer<Double>? = nil
    ) {
        table.pointee.logistic_step(
            products.inputs.baseAddress, products.inputs.count, products.targets.baseAddress,
            products.targets.count, products.labels, products.stride, rate, inputSteps,
            targetSteps, scratch, loss)
    }

    /// The mean of rows, summed in their order; 0 of none.
    package func mean(
        _ rows: UnsafeBufferPointer<Row>, stride: Int, to mean: UnsafeMutablePointer<Float>
    ) {
        table.pointee.mean(rows.baseAddress, rows.count, stride, mean)
    }

    /// row += scale · step
    package func add(
        _ step: UnsafePointer<Float>, scale: Float = 1, to row: UnsafeMutablePointer<Float>,
        stride: Int
    ) {
        table.pointee.add(row, step, scale, stride)
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
