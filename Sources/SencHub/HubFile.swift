/// A file as the hub describes it.
struct HubFile: Equatable, Sendable {
    var name: String
    /// In bytes.
    var size: Int
    var hash: ContentHash
}
