#if canImport(CryptoKit)
internal import CryptoKit
#else
internal import SencFiles
#endif

/// The hash of bytes that come one after another, as the system computes it: by CryptoKit where there
/// is that, else by OpenSSL's libcrypto (`Libcrypto`).
package final class RunningHash {
    package enum Function: String, Sendable {
        case sha1 = "SHA-1"
        case sha256 = "SHA-256"
    }

    private let function: Function

    #if canImport(CryptoKit)
    private var state: any HashFunction

    /// - Throws: `HubError.noHashLibrary` on other systems.
    package init(_ function: Function) throws(HubError) {
        self.function = function
        state =
            switch function {
            case .sha1: Insecure.SHA1()
            case .sha256: SHA256()
            }
    }

    package func update(_ bytes: UnsafeRawBufferPointer) throws(HubError) {
        state.update(bufferPointer: bytes)
    }

    /// The hash of all bytes so far in hexadecimal digits of lower case; more may come.
    package func digits() throws(HubError) -> String {
        func bytes(_ state: some HashFunction) -> [UInt8] { Array(state.finalize()) }
        return Self.hexadecimal(bytes(state))
    }
    #else
    private let library: Libcrypto
    private let context: OpaquePointer

    /// - Throws: `HubError.noHashLibrary`, `HubError.noHash`.
    package convenience init(_ function: Function) throws(HubError) {
        try self.init(function, by: .system)
    }

    /// - Parameter library: `nil` if there is none.
    init(_ function: Function, by library: Libcrypto?) throws(HubError) {
        guard let library, let context = library.makeContext() else { throw .noHashLibrary }
        self.function = function
        self.library = library
        self.context = context
        let algorithm =
            switch function {
            case .sha1: library.sha1()
            case .sha256: library.sha256()
            }
        // An OpenSSL can be set up to refuse SHA-1.
        guard library.begin(context, algorithm, nil) == 1 else { throw refusal }
    }

    deinit { library.free(context) }

    private var refusal: HubError { .noHash(function.rawValue) }

    package func update(_ bytes: UnsafeRawBufferPointer) throws(HubError) {
        guard library.update(context, bytes.baseAddress, bytes.count) == 1 else {
            throw refusal
        }
    }

    /// The hash of all bytes so far in hexadecimal digits of lower case; more may come.
    package func digits() throws(HubError) -> String {
        // To finish ends a context.
        guard let copy = library.makeContext() else { throw refusal }
        defer { library.free(copy) }
        var digest = [UInt8](repeating: 0, count: Libcrypto.maximumDigestSize)
        var size: UInt32 = 0
        guard library.copy(copy, context) == 1, library.finish(copy, &digest, &size) == 1 else {
            throw refusal
        }
        return Self.hexadecimal(digest.prefix(Int(size)))
    }
    #endif

    /// As git hashes a file: begun with its size, before the file's own bytes.
    package static func git(size: Int) throws -> RunningHash {
        let hash = try RunningHash(.sha1)
        try hash.update("blob \(size)\0".utf8)
        return hash
    }

    package func update(_ bytes: some Sequence<UInt8>) throws {
        try Array(bytes).withUnsafeBytes { try update($0) }
    }

    private static func hexadecimal(_ digest: some Sequence<UInt8>) -> String {
        digest.reduce(into: "") { text, byte in
            text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
    }
}

#if !canImport(CryptoKit)
/// The functions of OpenSSL's libcrypto that hash, as openssl/evp.h declares them from version 1.1
/// on; of each, 1 means that it succeeded.
///
/// The library is loaded when a model is pulled; linked, it would make every start slower.
struct Libcrypto: Sendable {
    typealias Algorithm = @convention(c) @Sendable () -> OpaquePointer?
    typealias Make = @convention(c) @Sendable () -> OpaquePointer?
    typealias Free = @convention(c) @Sendable (OpaquePointer?) -> Void
    typealias Begin =
        @convention(c) @Sendable (OpaquePointer?, OpaquePointer?, OpaquePointer?) -> Int32
    typealias Update = @convention(c) @Sendable (OpaquePointer?, UnsafeRawPointer?, Int) -> Int32
    typealias Copy = @convention(c) @Sendable (OpaquePointer?, OpaquePointer?) -> Int32
    typealias Finish =
        @convention(c) @Sendable (
            OpaquePointer?, UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<UInt32>?
        ) -> Int32

    /// `EVP_MAX_MD_SIZE`
    static let maximumDigestSize = 64

    var sha1, sha256: Algorithm
    var makeContext: Make
    var free: Free
    var begin: Begin
    var update: Update
    var copy: Copy
    var finish: Finish

    /// The system's library; `nil` if there is none.
    static let system = Libcrypto(["libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.so"])

    /// - Parameter names: files, the first of which that can be loaded is.
    init?(_ names: [String]) {
        guard let library = DynamicLibrary(names),
            let sha1 = library.function("EVP_sha1", Algorithm.self),
            let sha256 = library.function("EVP_sha256", Algorithm.self),
            let makeContext = library.function("EVP_MD_CTX_new", Make.self),
            let free = library.function("EVP_MD_CTX_free", Free.self),
            let begin = library.function("EVP_DigestInit_ex", Begin.self),
            let update = library.function("EVP_DigestUpdate", Update.self),
            let copy = library.function("EVP_MD_CTX_copy_ex", Copy.self),
            let finish = library.function("EVP_DigestFinal_ex", Finish.self)
        else { return nil }
        self.sha1 = sha1
        self.sha256 = sha256
        self.makeContext = makeContext
        self.free = free
        self.begin = begin
        self.update = update
        self.copy = copy
        self.finish = finish
    }
}
#endif
