import Foundation
import SencFiles
import SencInput
import TestSupport
import Testing

/// Files changed at random are read or refused with a named error; nothing traps or hangs.
/// `SENC_MUTATIONS` says how many are tried.
struct MutationTests {
    static let count =
        ProcessInfo.processInfo.environment["SENC_MUTATIONS"].flatMap(Int.init) ?? 500

    @Test(arguments: RecordGoldenTests.files)
    func filesChangedAtRandom(name: String, format: RecordFormat) throws {
        let directory = TemporaryDirectory()
        let original = try Goldens.bytes("records/" + name)
        var generator = SplitMix(seed: 11)
        var accepted = 0
        for _ in 0..<Self.count {
            var bytes = original
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let position = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
                case 1: bytes[position] = .random(in: 0...255, using: &generator)
                case 2: bytes.remove(at: position)
                default: bytes.insert(Array("\"\n\r,{\\".utf8)[position % 6], at: position)
                }
            }
            if Bool.random(using: &generator) {
                bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator))
            }
            let path = directory.write(bytes, to: "a")
            guard let records = records(path, format) else { continue }
            #expect(try RecordReader.count(path: path, format: format) == records.count)
            accepted += 1
        }
        #expect(accepted > 0)
    }

    /// The records; `nil` if the file is refused, which must be told in one line.
    private func records(_ path: String, _ format: RecordFormat) -> [Record]? {
        do {
            return try RecordReader.all(path, format)
        } catch {
            #expect(error.status == .badData)
            #expect(!error.description.contains("\n"))
            return nil
        }
    }
}
