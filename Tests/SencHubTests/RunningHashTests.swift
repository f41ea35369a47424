import SencFiles
import Testing

@testable import SencHub

/// Hashes of FIPS 180-4's examples (NIST, "Cryptographic Standards and Guidelines: Example Values"),
/// of nothing, and of git's empty blob.
struct RunningHashTests {
    private static let answers: [(bytes: [UInt8], sha1: String, sha256: String)] = [
        (
            [], "da39a3ee5e6b4b0d3255bfef95601890afd80709",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        ),
        (
            Array("abc".utf8), "a9993e364706816aba3e25717850c26c9cd0d89d",
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        ),
        (
            Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8),
            "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            Array(
                ("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
                    + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu").utf8),
            "a49b2446a02c645bf419f995b67091253a04a259",
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
        ),
        (
            [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000),
            "34aa973cd4c4daa4f61eeb2bdbad27316534016f",
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        ),
    ]

    private func digits(
        _ function: RunningHash.Function, _ bytes: [UInt8], inPiecesOf sizes: [Int]
    ) throws -> String {
        let hash = try RunningHash(function)
        var (position, piece) = (0, 0)
        while position < bytes.count {
            let end = min(bytes.count, position + sizes[piece % sizes.count])
            try hash.update(bytes[position..<end])
            (position, piece) = (end, piece + 1)
        }
        return try hash.digits()
    }

    @Test(arguments: [[1_000_000], [1], [63, 1, 65], [64], [0, 55, 0, 56, 57], [4096, 3]])
    func hashesAreThoseOfTheStandardInPiecesOfAnySize(sizes: [Int]) throws {
        for (bytes, sha1, sha256) in Self.answers {
            #expect(try digits(.sha1, bytes, inPiecesOf: sizes) == sha1)
            #expect(try digits(.sha256, bytes, inPiecesOf: sizes) == sha256)
        }
    }

    /// Around the sizes at which padding takes another block.
    @Test func aHashIsTheSameInOnePieceAndInMany() throws {
        for count in 50..<140 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37) }
            for function in [RunningHash.Function.sha1, .sha256] {
                let whole = try digits(function, bytes, inPiecesOf: [count])
                #expect(try digits(function, bytes, inPiecesOf: [1]) == whole)
                #expect(try digits(function, bytes, inPiecesOf: [count / 2]) == whole)
                #expect(try digits(function, bytes.dropLast(), inPiecesOf: [count]) != whole)
            }
        }
    }

    @Test func bytesMayFollowAHashThatWasAskedFor() throws {
        let hash = try RunningHash(.sha256)
        #expect(try hash.digits() == Self.answers[0].sha256)
        try hash.update("ab".utf8)
        _ = try hash.digits()
        try hash.update("c".utf8)
        #expect(try hash.digits() == Self.answers[1].sha256)
        #expect(try hash.digits() == Self.answers[1].sha256)
    }

    @Test func hashesOfFilesAreGitsAndLFSs() throws {
        let empty = try ContentHash.gitBlob("").running(size: 0)
        #expect(try empty.digits() == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391")
        let large = try ContentHash.sha256("").running(size: 3)
        try large.update("abc".utf8)
        #expect(try large.digits() == Self.answers[1].sha256)
    }

    #if !canImport(CryptoKit)
    @Test func withoutALibraryTheErrorNamesThePackage() {
        #expect(Libcrypto(["libcrypto-of-nobody.so"]) == nil)
        // One that is there and hashes nothing.
        #expect(Libcrypto(["libc.so.6"]) == nil)
        let error = #expect(throws: HubError.self) { try RunningHash(.sha256, by: nil) }
        #expect(error == .noHashLibrary && error?.status == .usage)
        #expect(error?.description == "no libcrypto found; install it (libssl3)")
    }

    /// As an OpenSSL does that is set up for few algorithms.
    @Test func aLibraryThatRefusesToHashIsAnError() throws {
        let system = try #require(Libcrypto.system)
        var (refusing, failing, broken) = (system, system, system)
        refusing.begin = { _, _, _ in 0 }
        let error = #expect(throws: HubError.self) { try RunningHash(.sha1, by: refusing) }
        #expect(error == .noHash("SHA-1") && error?.status == .usage)
        #expect(
            error?.description == "the system's libcrypto does not compute SHA-1; OpenSSL's "
                + "configuration may forbid it (openssl.cnf)")
        failing.update = { _, _, _ in 0 }
        broken.finish = { _, _, _ in 0 }
        let hash = try RunningHash(.sha256, by: failing)
        #expect(throws: HubError.noHash("SHA-256")) { try hash.update([1]) }
        let other = try RunningHash(.sha256, by: broken)
        #expect(throws: HubError.noHash("SHA-256")) { try other.digits() }
    }
    #endif
}
