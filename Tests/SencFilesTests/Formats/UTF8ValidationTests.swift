import SencFiles
import TestSupport
import Testing

struct UTF8ValidationTests {
    @Test(
        arguments: [
            ([], nil), ([0x41], nil), (Array("aé中😀".utf8), nil), (Array("0123456789é".utf8), nil),
            ([0x80], 0), ([0x41, 0xC3], 1), ([0xC1, 0xBF], 0), ([0xE0, 0x9F, 0xBF], 0),
            ([0xED, 0xA0, 0x80], 0), ([0xF0, 0x8F, 0xBF, 0xBF], 0), ([0xF4, 0x90, 0x80, 0x80], 0),
            ([0xF5, 0x80, 0x80, 0x80], 0), (Array("01234567".utf8) + [0xFF], 8),
            (Array("0123456".utf8) + [0xFF] + Array("01234567".utf8), 7),
        ] as [([UInt8], Int?)])
    func findsTheFirstInvalidByte(bytes: [UInt8], offset: Int?) {
        #expect(UTF8Validation.firstInvalidOffset(in: bytes) == offset)
    }

    @Test(
        arguments: [
            ([0xE4, 0xB8, 0x41], 2), ([0xF0, 0x9F, 0x98], 3), ([0xC3], 1), ([0xED, 0xA0], 1),
        ] as [([UInt8], Int)])
    func measuresTheLongestWellFormedBeginning(bytes: [UInt8], length: Int) {
        let result = bytes.withUnsafeBufferPointer { UTF8Validation.sequence(at: 0, in: $0) }
        #expect(result.length == length)
        #expect(!result.isValid)
    }

    @Test func agreesWithTheStandardLibraryOnRandomBytes() {
        var generator = SplitMix(seed: 5)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
                [0x41, 0x80, 0xBF, 0xC3, 0xE0, 0xA0, 0xED, 0xF0, 0x90, 0xF4, 0xFF]
                    .randomElement(using: &generator) ?? UInt8(0)
            }
            let isValid = String(validating: bytes, as: UTF8.self) != nil
            #expect((UTF8Validation.firstInvalidOffset(in: bytes) == nil) == isValid)
        }
    }
}
