/// A text of an input and what the input calls it.
package struct Record: Equatable, Sendable {
    package var text: String
    /// The value of the id field, if one was asked for.
    package var id: String?

    package init(text: String, id: String? = nil) {
        self.text = text
        self.id = id
    }
}
