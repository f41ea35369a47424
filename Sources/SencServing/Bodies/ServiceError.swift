import Senc
import SencFiles

/// Why a request is not answered as it was asked.
package struct ServiceError: Error, Equatable {
    package enum Kind: Sendable {
        /// The body is no JSON, or lacks what the route needs.
        case malformed
        /// A value that makes no sense.
        case invalid
        /// No texts.
        case empty
        /// A text over the model's limit, where it is not to be cut.
        case tooLong
        /// More texts than a request may have.
        case tooManyTexts
        case unknownModel
        /// The model cannot do that.
        case unsupported
        case unauthorized
        /// A name that the server is not known by, or a page that may not ask.
        case forbidden
        case notFound
        case methodNotAllowed
        case tooLarge
        case unreadable
        case unsupportedEncoding
        case timeout
        case overloaded
        case closing
        case `internal`
    }

    package let kind: Kind
    package let message: String
    /// The member of the request that is at fault.
    package var parameter: String?
    /// Seconds after which to ask again.
    package var retryAfter: Int?

    package init(
        _ kind: Kind, _ message: String, parameter: String? = nil, retryAfter: Int? = nil
    ) {
        (self.kind, self.message) = (kind, message)
        (self.parameter, self.retryAfter) = (parameter, retryAfter)
    }

    /// What an error of ours comes to for whoever asked.
    package init(_ error: any Error) {
        switch error {
        case let error as ServiceError: self = error
        case QueueError.full(let seconds): self = .overloaded(retryAfter: seconds)
        case QueueError.closed, is CancellationError:
            self.init(.closing, "the server ends")
        case EncodingError.textTooLong(let text, let tokens, let limit):
            self.init(
                .tooLong,
                "text \(text) (counted from 0) has \(tokens) tokens, over the limit of \(limit)",
                parameter: "input")
        case let error as EncodingError where error.status == .usage:
            self.init(.invalid, error.description)
        case let error as EncodingError: self.init(.internal, error.description)
        // What it says may have paths in it.
        default: self.init(.internal, "the request could not be answered")
        }
    }

    package static func overloaded(retryAfter: Int) -> ServiceError {
        ServiceError(
            .overloaded, "the server is busy; ask again in \(retryAfter) s",
            retryAfter: retryAfter)
    }

    /// The reason under which it is counted.
    package var failure: ServerFigures.Failure {
        switch kind {
        case .malformed, .invalid, .empty, .unreadable, .unsupportedEncoding: .validation
        case .tooLong: .tokenization
        case .tooManyTexts, .tooLarge: .batchSize
        case .unknownModel, .unsupported: .modelType
        case .unauthorized, .forbidden: .unauthorized
        case .notFound, .methodNotAllowed: .missing
        case .overloaded, .closing: .overloaded
        case .timeout: .dropped
        case .internal: .inference
        }
    }
}
