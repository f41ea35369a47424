/// Memory for numbers that several threads work on, no two of them on one number at once.
package final class NumberBuffer<Number: BitwiseCopyable>: @unchecked Sendable {
    package let base: UnsafeMutablePointer<Number>
    package let count: Int

    package var elements: UnsafeMutableBufferPointer<Number> {
        UnsafeMutableBufferPointer(start: base, count: count)
    }

    /// - Parameter value: of all numbers.
    package init(count: Int, repeating value: Number) {
        self.count = count
        let size = max(count, 1) * MemoryLayout<Number>.stride
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
        base = memory.initializeMemory(as: Number.self, repeating: value, count: max(count, 1))
    }

    deinit { UnsafeMutableRawPointer(base).deallocate() }
}
