import SencFiles
import TestSupport
import Testing

struct XXHash64Tests {
    /// The buffer and the results of xxHash's own test (tests/sanity_test_vectors.h), and those of
    /// its implementation (python-xxhash 3) around the length of a stripe.
    static let bytes: [UInt8] = {
        var state: UInt64 = 2_654_435_761
        return (0..<256).map { _ in
            defer { state = state &* 11_400_714_785_074_694_797 }
            return UInt8(state >> 56)
        }
    }()

    static let vectors: [(count: Int, plain: UInt64, seeded: UInt64)] = [
        (0, 0xEF46_DB37_51D8_E999, 0xAC75_FDA2_929B_17EF),
        (1, 0xE934_A84A_DB05_2768, 0x5014_6076_43A9_B4C3),
        (4, 0x9136_A0DC_A574_57EE, 0xCAAB_286B_D8E9_FDB5),
        (14, 0x8282_DCC4_994E_35C8, 0xC3BD_6BF6_3DEB_6DF0),
        (31, 0x299B_39A2_90E6_D783, 0xDA67_3D5F_EB5C_1D79),
        (32, 0x18B2_1649_2BB4_4B70, 0xB3F3_3BDF_93AD_E409),
        (33, 0x55C8_DC3E_578F_5B59, 0xE92C_292F_64BC_3071),
        (222, 0xB641_AE8C_B691_C174, 0x20CB_8AB7_AE10_C14A),
    ]

    @Test(arguments: vectors)
    func hasThePublishedValues(count: Int, plain: UInt64, seeded: UInt64) {
        #expect(digest([Self.bytes[..<count]], seed: 0) == plain)
        #expect(digest([Self.bytes[..<count]], seed: 2_654_435_761) == seeded)
    }

    @Test func isTheSameForBytesInPieces() {
        var generator = SplitMix(seed: 1)
        for _ in 0..<1000 {
            var pieces: [ArraySlice<UInt8>] = []
            var rest = Self.bytes[...]
            while !rest.isEmpty {
                let count = Int.random(in: 0...min(70, rest.count), using: &generator)
                pieces.append(rest.prefix(count))
                rest = rest.dropFirst(count)
            }
            #expect(digest(pieces, seed: 0) == digest([Self.bytes[...]], seed: 0))
        }
    }

    private func digest(_ pieces: [ArraySlice<UInt8>], seed: UInt64) -> UInt64 {
        var hash = XXHash64(seed: seed)
        for piece in pieces { piece.withUnsafeBytes { hash.update($0) } }
        return hash.digest
    }
}
