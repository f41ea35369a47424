import SencFiles
import TestSupport
import Testing

/// Gzip files inflated as a whole.
@Suite struct GzipInflationTests {
    private let directory = TemporaryDirectory()

    private func inflated(_ bytes: [UInt8]) throws -> [UInt8] {
        let file = try MappedFile(path: directory.write(bytes, to: "a.gz"))
        #expect(file.isGzip)
        let result = try file.inflated()
        #expect(result.path == file.path)
        return withExtendedLifetime(result) { Array(result.bytes) }
    }

    private func compressed(_ bytes: [UInt8]) -> [UInt8] {
        directory.writeGzip(bytes, to: "b.gz")
        return directory.read("b.gz")
    }

    @Test func membersFollowEachOtherAndZerosArePadding() throws {
        let long = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
        let (a, b) = (compressed(Array("rain ".utf8)), compressed(long))
        #expect(try inflated(a) == Array("rain ".utf8))
        #expect(try inflated(a + b) == Array("rain ".utf8) + long)
        #expect(try inflated(b + a + [0, 0, 0]) == long + Array("rain ".utf8))
        #expect(try inflated(compressed([])).isEmpty)
    }

    @Test func aStartIsInflatedAlone() throws {
        let bytes = compressed([UInt8](repeating: 7, count: 100_000))
        let file = try MappedFile(path: directory.write(bytes, to: "a.gz"))
        let start = try file.inflated(start: 10)
        withExtendedLifetime(start) {
            #expect(Array(start.bytes) == [UInt8](repeating: 7, count: 10))
        }
        #expect(try file.inflated(start: 200_000).bytes.count == 100_000)
    }

    @Test func faultsAreNamed() throws {
        let bytes = compressed([UInt8](repeating: 7, count: 100_000))
        for count in [3, 10, 20, bytes.count - 1] {
            #expect(throws: GzipFault.truncated) { try inflated(Array(bytes.prefix(count))) }
        }
        var wrong = bytes
        wrong[wrong.count - 6] ^= 1
        #expect(throws: GzipFault.corrupt(reason: "incorrect data check")) { try inflated(wrong) }
        #expect(throws: GzipFault.corrupt(reason: "other bytes after the last member")) {
            try inflated(bytes + [1])
        }
    }

    @Test func aBombIsRefusedBeforeItFillsTheMemory() throws {
        let bytes = compressed([UInt8](repeating: 0, count: 100 << 20))
        let limit = MappedFile.inflationLimit(compressed: bytes.count)
        #expect(limit == GzipInflation.freeBytes + bytes.count * GzipInflation.maximumRatio)
        #expect(throws: GzipFault.tooLarge(limit: limit)) { try inflated(bytes) }
        #expect(MappedFile.inflationLimit(compressed: .max) == GzipInflation.maximumBytes)
        // What the last four bytes say of the size is not believed.
        #expect(throws: GzipFault.self) {
            try inflated(Array(bytes.dropLast(4)) + [0xFF, 0xFF, 0xFF, 0xFF])
        }
    }
}
