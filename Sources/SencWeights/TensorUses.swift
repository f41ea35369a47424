import Synchronization

/// Which tensors of a weight file were asked for.
package final class TensorUses: Sendable {
    private let found = Mutex<Set<[UInt8]>>([])

    package init() {}

    package func insert(_ name: String) {
        found.withLock { _ = $0.insert(Array(name.utf8)) }
    }

    package func contains(_ name: String) -> Bool {
        found.withLock { $0.contains(Array(name.utf8)) }
    }
}
