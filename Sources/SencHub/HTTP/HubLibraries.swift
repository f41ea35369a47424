/// The system's libraries that a pull uses, loaded when they are asked for.
package enum HubLibraries {
    package static var hasCurl: Bool { Curl.system != nil }

    /// Whether hashes are computed by a library.
    package static var hasHashes: Bool {
        #if canImport(CryptoKit)
        true
        #else
        Libcrypto.system != nil
        #endif
    }
}
