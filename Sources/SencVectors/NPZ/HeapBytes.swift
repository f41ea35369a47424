#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Uninitialized memory that lives as long as the object.
final class HeapBytes: @unchecked Sendable {
    let bytes: UnsafeMutableRawBufferPointer

    /// `nil` if there is not so much memory.
    init?(count: Int) {
        var memory: UnsafeMutableRawPointer?
        guard count >= 0, posix_memalign(&memory, 64, max(count, 1)) == 0, let memory else {
            return nil
        }
        bytes = UnsafeMutableRawBufferPointer(start: memory, count: count)
    }

    deinit { free(bytes.baseAddress) }
}
