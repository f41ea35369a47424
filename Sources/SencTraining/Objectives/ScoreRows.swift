internal import SencMath

/// The scores of examples, a row of products of vectors for each, and what goes back from them.
///
/// A row is made of blocks, each the products of the example's vector of a block's left side with
/// all of its right side. A run of rows is computed at once, so that memory is needed for their
/// scores alone: threads share its rows, and then the gradients of the right sides by their rows.
/// How rows are parted depends on nothing but shapes, and so each number is summed in one order.
final class ScoreRows<Element: ScoreElement>: @unchecked Sendable {
    typealias RowSlice = ScoredMatrix<Element>.RowSlice
    /// Products of each row of the left side [rows, width] with all of the right side [count,
    /// width].
    struct Block {
        let left: RowSlice
        let right: RowSlice
    }

    /// A matrix that is packed once for all blocks that have it on their right side.
    private struct Right {
        let part: RowSlice
        let forward: Element.Product
        let backward: Element.Product
    }

    private let blocks: [Block]
    /// Of the blocks, and then of the guides.
    private let rights: [Right]
    private let rightOfBlock: [Int]
    private let guides: [Block]
    private let width: Int
    private let guideWidth: Int

    /// Rows that a thread computes at once.
    private static var chunk: Int { 48 }
    /// Rows of a run at most, and scores of it, but for runs of one chunk.
    private static var runRows: Int { 480 }
    private static var runScores: Int { 1 << 25 }

    /// - Parameters:
    ///   - blocks: one or more, whose left sides have equal rows.
    ///   - guides: the same of another model's vectors, which have no gradients.
    init(_ blocks: [Block], guides: [Block] = []) {
        (self.blocks, self.guides) = (blocks, guides)
        width = blocks.reduce(0) { $0 + $1.right.rows.count }
        guideWidth = guides.reduce(0) { $0 + $1.right.rows.count }
        var rights: [Right] = []
        rightOfBlock = (blocks + guides).map { block in
            if let known = rights.firstIndex(where: { $0.part.isSame(as: block.right) }) {
                return known
            }
            let (rows, width) = (block.right.rows.count, block.right.matrix.width)
            rights.append(
                Right(
                    part: block.right, forward: Element.product(outputs: rows, inputs: width),
                    backward: Element.product(outputs: width, inputs: rows)))
            return rights.count - 1
        }
        self.rights = rights
    }

    /// What one thread works with.
    private final class Scratch: @unchecked Sendable {
        let product = ScratchBuffer<Element>()
        let turned = ScratchBuffer<Element>()
        let scores = ScratchBuffer<Double>()
        let guides = ScratchBuffer<Double>()
    }

    /// Computes all rows, and adds what goes back from them to the gradients of both sides.
    /// - Parameter row: takes an example, its scores, which it replaces by what the loss changes by
    ///   with each of them, and its scores by the guides; returns its share of the loss.
    /// - Returns: the sum of all shares.
    func evaluate(
        _ workers: WorkerPool,
        _ row:
            @Sendable (
                _ row: Int, _ scores: UnsafeMutablePointer<Double>, _ guides: UnsafePointer<Double>
            ) -> Double
    ) throws -> Double {
        let rows = blocks[0].left.rows.count
        try pack(workers)
        let most = Self.runScores / max(1, width) / Self.chunk * Self.chunk
        let run = min(max(Self.chunk, min(Self.runRows, most)), rows)
        let scores = ScratchBuffer<Element>()
        scores.reserve(run * width)
        let guideScores = ScratchBuffer<Element>()
        guideScores.reserve(run * guideWidth)
        let shares = ScratchBuffer<Double>()
        shares.reserve(rows)
        let lefts = Self.unique(blocks.map(\.left))
        let turned = lefts.map { Element.product(outputs: $0.matrix.width, inputs: run) }
        let scratch = scratch(workers, run: run, turned)
        for start in stride(from: 0, to: rows, by: run) {
            let part = start..<min(start + run, rows)
            try workers.forEach(items: Self.chunks(of: part.count)) { chunk, worker in
                let first = chunk * Self.chunk
                let count = min(Self.chunk, part.count - first)
                let own = scratch[worker]
                let target = scores.base + first * width
                let guideTarget = guideScores.base + first * guideWidth
                multiply(blocks, 0, start + first, count, width, to: target, own)
                multiply(
                    guides, blocks.count, start + first, count, guideWidth, to: guideTarget, own)
                for index in 0..<count {
                    let line = target + index * width
                    Element.widen(line, count: width, to: own.scores.base)
                    Element.widen(
                        guideTarget + index * guideWidth, count: guideWidth, to: own.guides.base)
                    let example = start + first + index
                    shares.base[example] = row(example, own.scores.base, own.guides.base)
                    Element.narrow(own.scores.base, count: width, to: line)
                }
                back(target, start + first, count, own)
            }
            for (left, product) in zip(lefts, turned) {
                try workers.forEach(items: product.panelCount(outputs: left.matrix.width)) {
                    panel, _ in
                    product.pack(
                        panel..<panel + 1, ofTransposed: left.values + start * left.matrix.width,
                        stride: left.matrix.width, outputs: left.matrix.width, inputs: part.count)
                }
            }
            var offset = 0
            for block in blocks {
                guard let index = lefts.firstIndex(where: { $0.isSame(as: block.left) }) else {
                    continue
                }
                try backRight(
                    block, turned[index], scores, offset, rows: part.count, workers, scratch)
                offset += block.right.rows.count
            }
        }
        return (0..<rows).reduce(0) { $0 + shares.base[$1] }
    }

    private static func chunks(of rows: Int) -> Int { (rows + chunk - 1) / chunk }

    private static func unique(_ parts: [RowSlice]) -> [RowSlice] {
        parts.reduce(into: []) { known, part in
            if !known.contains(where: { $0.isSame(as: part) }) { known.append(part) }
        }
    }

    private func scratch(
        _ workers: WorkerPool, run: Int, _ turned: [Element.Product]
    ) -> [Scratch] {
        let products = rights.flatMap { [$0.forward, $0.backward] } + turned
        return (0..<workers.threads).map { _ in
            let scratch = Scratch()
            scratch.product.reserve(products.reduce(1) { max($0, $1.scratchCount) })
            scratch.turned.reserve(Self.chunk * run)
            scratch.scores.reserve(width)
            scratch.guides.reserve(guideWidth)
            return scratch
        }
    }

    private func pack(_ workers: WorkerPool) throws {
        for (index, right) in rights.enumerated() {
            let (rows, width) = (right.part.rows.count, right.part.matrix.width)
            let panels = right.forward.panelCount(outputs: rows)
            // Guides have no gradients.
            let isGuide = !rightOfBlock.prefix(blocks.count).contains(index)
            let backPanels = isGuide ? 0 : right.backward.panelCount(outputs: width)
            try workers.forEach(items: panels + backPanels) { item, _ in
                if item < panels {
                    right.forward.pack(
                        item..<item + 1, of: right.part.values, stride: width, outputs: rows,
                        inputs: width)
                } else {
                    right.backward.pack(
                        item - panels..<item - panels + 1, ofTransposed: right.part.values,
                        stride: width, outputs: width, inputs: rows)
                }
            }
        }
    }

    /// The scores of some rows [count, width] by blocks, of which the first is so many behind the
    /// first of all.
    private func multiply(
        _ blocks: [Block], _ firstBlock: Int, _ first: Int, _ count: Int, _ width: Int,
        to target: UnsafeMutablePointer<Element>, _ scratch: Scratch
    ) {
        var offset = 0
        for (index, block) in blocks.enumerated() {
            let (rows, inputs) = (block.right.rows.count, block.right.matrix.width)
            rights[rightOfBlock[firstBlock + index]].forward.multiply(
                block.left.values + first * inputs, stride: inputs, rows: count, outputs: rows,
                inputs: inputs, adds: false, to: target + offset, stride: width,
                scratch: scratch.product.base)
            offset += rows
        }
    }

    /// Adds to the gradients of the left sides of some rows.
    private func back(
        _ changes: UnsafeMutablePointer<Element>, _ first: Int, _ count: Int, _ scratch: Scratch
    ) {
        var offset = 0
        for (index, block) in blocks.enumerated() {
            let (rows, outputs) = (block.right.rows.count, block.right.matrix.width)
            rights[rightOfBlock[index]].backward.multiply(
                changes + offset, stride: width, rows: count, outputs: outputs, inputs: rows,
                adds: true, to: block.left.gradients + first * outputs, stride: outputs,
                scratch: scratch.product.base)
            offset += rows
        }
    }

    /// Adds to the gradients of a block's right side.
    private func backRight(
        _ block: Block, _ product: Element.Product, _ changes: ScratchBuffer<Element>,
        _ offset: Int, rows: Int, _ workers: WorkerPool, _ scratch: [Scratch]
    ) throws {
        let (count, outputs) = (block.right.rows.count, block.right.matrix.width)
        try workers.forEach(items: Self.chunks(of: count)) { chunk, worker in
            let first = chunk * Self.chunk
            let columns = min(Self.chunk, count - first)
            let turned = scratch[worker].turned.base  // [columns, rows]
            Element.transpose(
                changes.base + offset + first, stride: width, rows: rows, columns: columns,
                to: turned)
            product.multiply(
                turned, stride: rows, rows: columns, outputs: outputs, inputs: rows, adds: true,
                to: block.right.gradients + first * outputs, stride: outputs,
                scratch: scratch[worker].product.base)
        }
    }
}
