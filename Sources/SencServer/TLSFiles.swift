import NIOSSL
import SencFiles
import SencServerSettings

/// The certificate and the key that a server shows.
struct TLSFiles {
    let configuration: TLSConfiguration

    /// - Throws: `FileError` or `ServerFault`, which name the file.
    init(_ files: ServerSettings.TLS) throws {
        let certificates: [NIOSSLCertificate]
        do {
            certificates = try NIOSSLCertificate.fromPEMBytes(Self.read(files.certificate))
        } catch is NIOSSLError {
            throw ServerFault.certificate(path: files.certificate)
        } catch is BoringSSLError {
            throw ServerFault.certificate(path: files.certificate)
        }
        guard !certificates.isEmpty else {
            throw ServerFault.certificate(path: files.certificate)
        }
        let key: NIOSSLPrivateKey
        do {
            key = try NIOSSLPrivateKey(bytes: Self.read(files.key), format: .pem)
        } catch is NIOSSLError {
            throw ServerFault.key(path: files.key)
        } catch is BoringSSLError {
            throw ServerFault.key(path: files.key)
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificates.map { .certificate($0) },
            privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        do {
            _ = try NIOSSLContext(configuration: configuration)
        } catch {
            throw ServerFault.keyMismatch(certificate: files.certificate, key: files.key)
        }
        self.configuration = configuration
    }

    private static func read(_ path: String) throws -> [UInt8] {
        try FileContents.bytes(of: path, limit: 1 << 20)
    }
}
