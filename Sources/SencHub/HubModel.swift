internal import SencFiles

/// A model on the hub, `ORG/NAME`, and which of its states.
package struct HubModel: Equatable, Sendable {
    static let maximumRevisionLength = 255

    /// `ORG/NAME`.
    package let repository: String
    /// A branch, a tag or a commit.
    package let revision: String

    /// - Parameter text: `ORG/NAME`, or `ORG/NAME@REVISION`; main's state if no other is named.
    package init(_ text: String) throws(HubError) {
        let name = text.prefix { $0 != "@" }
        guard HubCache.isRepository(name) else { throw .badName(text) }
        repository = String(name)
        revision =
            name.endIndex == text.endIndex ? "main" : String(text[name.endIndex...].dropFirst())
        guard FileName.isSafe(revision), revision.utf8.count <= Self.maximumRevisionLength else {
            throw .badRevision(text)
        }
    }
}
