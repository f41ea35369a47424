internal import SencKernels

/// Steps of gradient descent on tables of vectors, by the kernels of a family.
package struct TrainingKernels: Sendable {
    nonisolated(unsafe) let table: UnsafePointer<senc_training>

    package init(_ family: KernelFamily = .selected) {
        table = family.table.pointee.training
    }

    /// Floats of a row of so many elements; those behind the last one are 0.
    package static func stride(dimension: Int) -> Int { (dimension + 15) / 16 * 16 }

    /// Rows of two tables that tell each other by their products, window by window.
    package struct Windows {
        package var inputs: UnsafePointer<Float>
        package var targets: UnsafePointer<Float>
        /// Their rows, those of a window behind those of the one before.
        package var inputIDs: UnsafePointer<UInt32>
        package var targetIDs: UnsafePointer<UInt32>
        /// Where each window's begin, and at last where those of the last end.
        package var inputStarts: UnsafePointer<UInt32>
        package var targetStarts: UnsafePointer<UInt32>
        /// Where each window's products begin: for each input `productCount(targets:)`.
        package var productStarts: UnsafePointer<UInt32>
        /// One for each target, within 0...1; `labelPadding` more can be read.
        package var labels: UnsafePointer<Float>
        /// How much a product counts whose label is 0, where one whose label is 1 counts 1.
        package var negativeWeight: Float
        /// Whether a window's inputs tell the targets by their mean, which is then its one input,
        /// not each of them by itself.
        package var usesMean: Bool

        package init(
            inputs: UnsafePointer<Float>, targets: UnsafePointer<Float>,
            inputIDs: UnsafePointer<UInt32>, targetIDs: UnsafePointer<UInt32>,
            inputStarts: UnsafePointer<UInt32>, targetStarts: UnsafePointer<UInt32>,
            productStarts: UnsafePointer<UInt32>, labels: UnsafePointer<Float>,
            negativeWeight: Float, usesMean: Bool
        ) {
            (self.inputs, self.targets) = (inputs, targets)
            (self.inputIDs, self.targetIDs) = (inputIDs, targetIDs)
            (self.inputStarts, self.targetStarts) = (inputStarts, targetStarts)
            (self.productStarts, self.labels) = (productStarts, labels)
            (self.negativeWeight, self.usesMean) = (negativeWeight, usesMean)
        }

        fileprivate var windows: senc_windows {
            senc_windows(
                inputs: inputs, targets: targets, input_ids: inputIDs, target_ids: targetIDs,
                input_starts: inputStarts, target_starts: targetStarts,
                product_starts: productStarts, labels: labels, negative_weight: negativeWeight,
                uses_mean: usesMean)
        }
    }

    package static let labelPadding = 7

    /// Floats that an input's products with so many targets take.
    package static func productCount(targets: Int) -> Int { (targets + 7) / 8 * 8 }

    /// The products of windows. Means are left in the windows' rows of `inputSteps`.
    package func logisticProducts(
        _ windows: Windows, _ range: Range<Int>, stride: Int,
        inputSteps: UnsafeMutablePointer<Float>, to products: UnsafeMutablePointer<Float>
    ) {
        var list = windows.windows
        table.pointee.logistic_products(
            &list, range.lowerBound, range.upperBound, stride, inputSteps, products)
    }

    /// Products of the parts of rows, whose sums are the products.
    package struct Products {
        /// [count, stride]
        package var parts: UnsafePointer<Float>
        package var count: Int
        package var stride: Int

        package init(_ parts: UnsafePointer<Float>, count: Int, stride: Int) {
            (self.parts, self.count, self.stride) = (parts, count, stride)
        }
    }

    /// rate · (y (1 - σ(x)) - w (1 - y) σ(x)) of each product x, which is to tell its target's label
    /// y by σ(x), w being the negatives' weight.
    /// - Parameter losses: gets each window's cross entropy, if it is not `nil`.
    package func logisticFactors(
        _ windows: Windows, _ range: Range<Int>, rate: Float, _ products: Products,
        to factors: UnsafeMutablePointer<Float>, losses: UnsafeMutablePointer<Double>? = nil
    ) {
        var list = windows.windows
        table.pointee.logistic_factors(
            &list, range.lowerBound, range.upperBound, rate, products.parts, products.count,
            products.stride, factors, losses)
    }

    /// What each row would be moved by: the factors times the other row, summed over the window's rows
    /// of the other table. The tables stay.
    /// - Parameters:
    ///   - inputSteps: [inputs, stride], or, of means, [windows, stride], that of the mean, by which
    ///     each row is moved that is in it, as in word2vec.
    ///   - targetSteps: [targets, stride]
    package func logisticSteps(
        _ windows: Windows, _ range: Range<Int>, stride: Int, _ factors: UnsafePointer<Float>,
        inputSteps: UnsafeMutablePointer<Float>, targetSteps: UnsafeMutablePointer<Float>
    ) {
        var list = windows.windows
        table.pointee.logistic_steps(
            &list, range.lowerBound, range.upperBound, stride, factors, inputSteps, targetSteps)
    }

    /// Some of the means of rows of a table, each summed in its order; 0 of none.
    /// - Parameters:
    ///   - starts: where each mean's ids begin, and at last where those of the last end.
    ///   - means: [all means, stride]
    package func means(
        of rows: UnsafePointer<Float>, stride: Int, _ ids: UnsafePointer<UInt32>,
        starts: UnsafePointer<UInt32>, _ range: Range<Int>, to means: UnsafeMutablePointer<Float>
    ) {
        table.pointee.means(
            rows, stride, ids, starts, range.lowerBound, range.upperBound, means)
    }

    /// row += scale · step
    package func add(
        _ step: UnsafePointer<Float>, scale: Float = 1, to row: UnsafeMutablePointer<Float>,
        stride: Int
    ) {
        table.pointee.add(row, step, scale, stride)
    }

    /// Steps for rows of a table.
    package struct RowSteps {
        /// The rows, in the order in which they are moved.
        package var ids: UnsafePointer<UInt32>
        package var count: Int
        /// [steps, stride]
        package var steps: UnsafePointer<Float>
        /// Which step each of them gets; the next one if `nil`.
        package var places: UnsafePointer<UInt32>?

        package init(
            ids: UnsafePointer<UInt32>, count: Int, steps: UnsafePointer<Float>,
            places: UnsafePointer<UInt32>? = nil
        ) {
            (self.ids, self.count, self.steps, self.places) = (ids, count, steps, places)
        }
    }

    /// Adds steps to the rows of a table, those of a row in their order: to the rows of one of
    /// `parts` parts alone, so that threads share the work.
    package func scatter(
        _ steps: RowSteps, to rows: UnsafeMutablePointer<Float>, stride: Int, part: Int = 0,
        of parts: Int = 1
    ) {
        table.pointee.scatter(
            rows, stride, steps.ids, steps.places, steps.count, steps.steps, UInt32(part),
            UInt32(parts))
    }
}
