internal import SencFiles

/// Uninitialized memory for floats, aligned to cache lines and, if large, to huge pages.
package final class FloatBuffer: @unchecked Sendable {
    package let base: UnsafeMutablePointer<Float>
    package let count: Int

    package var elements: UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(start: base, count: count)
    }

    private static let hugePage = 2 << 20

    package init(count: Int) {
        self.count = count
        let size = max(count, 1) * MemoryLayout<Float>.stride
        let isLarge = size >= Self.hugePage / 2
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: size, alignment: isLarge ? Self.hugePage : 64)
        if isLarge { Memory.preferHugePages(memory, count: size) }
        base = memory.bindMemory(to: Float.self, capacity: max(count, 1))
    }

    /// All elements are 0.
    package convenience init(zeros count: Int) {
        self.init(count: count)
        elements.update(repeating: 0)
    }

    deinit {
        UnsafeMutableRawPointer(base).deallocate()
    }
}

/// A matrix in memory that several threads fill, no two of them one row at once.
package final class FloatMatrix: Sendable {
    package let rows: Int
    package let columns: Int
    private let buffer: FloatBuffer

    /// The elements are not initialized.
    package init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        buffer = FloatBuffer(count: rows * columns)
    }

    /// The memory of one row, valid while the matrix lives.
    package subscript(row: Int) -> UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(
            rebasing: buffer.elements[(row * columns)..<((row + 1) * columns)])
    }

    /// A copy, when all rows have been written.
    package func matrix() -> Matrix {
        Matrix(rows: rows, columns: columns, elements: Array(buffer.elements))
    }
}

/// Memory that is kept from use to use, and is as large as the largest needed it.
package final class ScratchBuffer<Value: BitwiseCopyable>: @unchecked Sendable {
    package private(set) var base: UnsafeMutablePointer<Value>
    private var capacity: Int

    package init() {
        (base, capacity) = (Self.allocate(1), 1)
    }

    /// Has room for `count` elements; what was there is lost if there was not.
    package func reserve(_ count: Int) {
        guard count > capacity else { return }
        base.deallocate()
        capacity = max(count, capacity + capacity / 2)
        base = Self.allocate(capacity)
    }

    private static func allocate(_ count: Int) -> UnsafeMutablePointer<Value> {
        let size = count * MemoryLayout<Value>.stride
        return UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
            .bindMemory(to: Value.self, capacity: count)
    }

    deinit { base.deallocate() }
}
