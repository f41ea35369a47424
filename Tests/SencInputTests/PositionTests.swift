import SencFiles
import SencInput
import TestSupport
import Testing

/// Where in a file the records are that were given out.
@Suite struct PositionTests {
    private let files = TemporaryDirectory()

    /// After each record, and after the last.
    private func positions(_ reader: RecordReader) throws -> [Double] {
        var positions: [Double] = []
        while try reader.next() != nil { positions.append(reader.position) }
        return positions
    }

    @Test func ofPlainFilesItIsTheRecordsEnd() throws {
        let lines = (0..<50_000).map { "rain on the sea \($0)\n" }
        let reader = try RecordReader(path: files.write("\u{FEFF}" + lines.joined(), to: "a.txt"))
        #expect(reader.position == 0)
        var end = 3.0
        let ends = lines.map { line -> Double in
            end += Double(line.utf8.count)
            return end
        }
        #expect(try positions(reader) == ends)
        let other = try RecordReader(path: files.file("a.txt"))
        #expect(try other.skip(1000) == 1000)
        #expect(other.position == ends[999])
    }

    @Test func ofCompressedAndConvertedFilesItGrowsToTheirSize() throws {
        let paths = ["members.txt.gz"].map { Goldens.path("records/" + $0) }
        for path in paths {
            let reader = try RecordReader(path: path)
            let found = try positions(reader)
            #expect(found == found.sorted())
            #expect(found.allSatisfy { 0...Double(reader.size ?? 0) ~= $0 })
        }
        let units = (0..<40_000).map { "lluvia en el mar \($0)\n" }.joined().utf16
        let bytes: [UInt8] =
            [0xFF, 0xFE] + units.flatMap { unit in [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        let reader = try RecordReader(path: files.write(bytes, to: "b.txt"))
        let found = try positions(reader)
        #expect(found.last == Double(bytes.count))
        #expect(
            found[20_000] > 0.4 * Double(bytes.count) && found[20_000] < 0.6 * Double(bytes.count))
    }
}
