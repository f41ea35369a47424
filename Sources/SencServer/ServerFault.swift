import NIOCore
import NIOPosix
package import SencFiles
import SencServerSettings

/// Why a server cannot serve.
package enum ServerFault: Diagnostic, Equatable {
    case cannotListen(address: String, reason: Message)
    /// Another server answers at the socket.
    case socketInUse(path: String)
    /// What has the socket's name is something else.
    case notASocket(path: String)
    case certificate(path: String)
    case key(path: String)
    /// The key belongs to another certificate.
    case keyMismatch(certificate: String, key: String)

    package var message: Message {
        switch self {
        case .cannotListen(let address, let reason): "cannot listen on \(address): \(reason)"
        case .socketInUse(let path): "another server listens on this socket (\(path))"
        case .notASocket(let path): "not a socket: remove it or choose another path (\(path))"
        case .certificate(let path): "not a certificate in PEM format (\(path))"
        case .key(let path): "not a private key in PEM format (\(path))"
        case .keyMismatch(let certificate, let key):
            "the key is not that of the certificate \(certificate) (\(key))"
        }
    }

    package var status: ExitStatus {
        switch self {
        case .cannotListen, .socketInUse: .ioFailure
        case .notASocket: .usage
        case .certificate, .key, .keyMismatch: .badData
        }
    }

    /// What an error of the network's means to who started the server.
    static func listening(_ error: any Error, at address: ServerSettings.Address) -> any Error {
        let place = address.description
        return switch error {
        case let error as any Diagnostic: error
        case let error as IOError:
            ServerFault.cannotListen(
                address: place, reason: SystemError(number: error.errnoCode).reason)
        case SocketAddressError.unixDomainSocketPathTooLong:
            ServerFault.cannotListen(address: place, reason: "the path is too long for a socket")
        case is SocketAddressError:
            ServerFault.cannotListen(address: place, reason: "the address is unknown")
        default:
            ServerFault.cannotListen(address: place, reason: Message(verbatim: "\(error)"))
        }
    }
}

extension ServerSettings.Address {
    /// As in a URL, without the scheme.
    package var description: String {
        switch self {
        case .host(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unixSocket(let path): path
        }
    }
}
