import NIOCore
import NIOPosix
import SencFiles

/// The name of a Unix socket.
struct SocketFile {
    let path: String

    /// Sees to it that the name can be taken: a socket that a server has left is no obstacle.
    /// - Throws: `ServerFault` if a server listens there, or something else has the name.
    func makeRoom(on group: any EventLoopGroup) async throws {
        guard let status = FileStatus(FileName(path).cString, followingLinks: false) else {
            return
        }
        guard status.kind == .socket else { throw ServerFault.notASocket(path: path) }
        if await isAnswered(on: group) { throw ServerFault.socketInUse(path: path) }
        Path.remove(path)
    }

    private func isAnswered(on group: any EventLoopGroup) async -> Bool {
        let connection = ClientBootstrap(group: group).connectTimeout(.seconds(2))
            .connect(unixDomainSocketPath: path)
        do {
            try await connection.get().close().get()
            return true
        } catch let error as IOError {
            return SystemError(number: error.errnoCode) != .connectionRefused
        } catch {
            return true
        }
    }
}
