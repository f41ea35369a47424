package import SencFiles

/// A regular expression that a text fits as a whole or does not.
package struct WholePattern: Sendable {
    /// Why a text is no expression that can be matched.
    package struct Fault: Error {
        package let reason: Message
    }

    private let expression: RegularExpression

    /// - Parameter pattern: in the syntax that Python and Ruby share.
    package init(_ pattern: String) throws(Fault) {
        do {
            expression = try RegularExpression(Array("\\A(?:\(pattern))\\z".utf8))
        } catch {
            throw Fault(reason: error.reason)
        }
    }

    package func matches(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var isFound = false
            expression.forEachMatch(in: bytes) { _ in isFound = true }
            return isFound
        }
    }
}
