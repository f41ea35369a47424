#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

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
        #if os(Linux)
        if isLarge { madvise(memory, size, MADV_HUGEPAGE) }
        #endif
        base = memory.bindMemory(to: Float.self, capacity: max(count, 1))
    }

    deinit {
        UnsafeMutableRawPointer(base).deallocate()
    }
}
