#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Memory that the system is told something about.
package enum Memory {
    /// Maps the first bytes of a file for reading.
    static func map(_ descriptor: Descriptor, count: Int) -> UnsafeRawBufferPointer? {
        guard let base = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor.number, 0),
            base != MAP_FAILED
        else { return nil }
        return UnsafeRawBufferPointer(start: base, count: count)
    }

    static func unmap(_ bytes: UnsafeRawBufferPointer) {
        munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
    }

    /// Lets go of the whole pages among mapped bytes, which will be read anew when next touched.
    static func release(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
        guard let base = bytes.baseAddress else { return }
        let page = Int(getpagesize())
        // Other bytes may be in the pages at both ends.
        let first = (range.lowerBound + page - 1) / page * page
        let last = range.upperBound / page * page
        guard first < last else { return }
        madvise(UnsafeMutableRawPointer(mutating: base + first), last - first, MADV_DONTNEED)
    }

    /// All memory of the machine, in bytes; `nil` if the system does not say.
    package static var physicalBytes: Int? {
        let (pages, size) = (sysconf(Int32(_SC_PHYS_PAGES)), Int(getpagesize()))
        let (bytes, overflow) = pages.multipliedReportingOverflow(by: size)
        return pages > 0 && !overflow ? bytes : nil
    }

    /// Asks for huge pages, where the system has such.
    package static func preferHugePages(_ memory: UnsafeMutableRawPointer, count: Int) {
        #if os(Linux)
        madvise(memory, count, MADV_HUGEPAGE)
        #endif
    }
}

extension UnsafeRawBufferPointer {
    /// The offset of the first `byte` at `offset` or after it.
    package func offset(of byte: UInt8, from offset: Int) -> Int? {
        guard offset < count, let base = baseAddress,
            let found = memchr(base + offset, Int32(byte), count - offset)
        else { return nil }
        return UnsafeRawPointer(found) - base
    }
}

/// Uninitialized memory that lives as long as the object.
package final class HeapBytes: @unchecked Sendable {
    package let bytes: UnsafeMutableRawBufferPointer

    /// `nil` if there is not so much memory.
    package init?(count: Int) {
        var memory: UnsafeMutableRawPointer?
        guard count >= 0, posix_memalign(&memory, 64, max(count, 1)) == 0, let memory else {
            return nil
        }
        bytes = UnsafeMutableRawBufferPointer(start: memory, count: count)
    }

    deinit { free(bytes.baseAddress) }
}
