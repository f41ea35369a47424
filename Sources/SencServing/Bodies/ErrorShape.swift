import SencFiles

/// How a dialect tells of errors.
package enum ErrorShape: Sendable {
    case openAI
    case azure
    /// text-embeddings-inference's.
    case tei
    case ollama
    case cohere
    /// vLLM's, for its routes that score.
    case vLLM

    package func response(_ error: ServiceError) -> ServerResponse {
        let status = status(of: error)
        let body = JSONWriter.bytes { writer in
            writer.object { body in
                switch self {
                case .openAI:
                    body.object("error") {
                        $0.member("message", error.message)
                        $0.member("type", Self.openAIType(status))
                        $0.member("param", error.parameter)
                        $0.member("code", error.kind.code)
                    }
                case .azure:
                    body.object("error") {
                        $0.member("code", error.kind.azureCode ?? String(status))
                        $0.member("message", error.message)
                    }
                case .tei:
                    body.member("error", error.message)
                    body.member("error_type", error.kind.teiType)
                case .ollama: body.member("error", error.message)
                case .cohere: body.member("message", error.message)
                case .vLLM:
                    body.object("error") {
                        $0.member("message", error.message)
                        $0.member("type", status < 500 ? "BadRequestError" : "InternalServerError")
                        $0.member("param", error.parameter)
                        $0.member("code", status)
                    }
                }
            }
        }
        var response = ServerResponse(status: status, type: JSONBody.contentType, body)
        if let seconds = error.retryAfter {
            response.headers.append(("retry-after", String(seconds)))
        }
        if error.kind == .unauthorized {
            response.headers.append(("www-authenticate", "Bearer"))
        }
        return response
    }

    private func status(of error: ServiceError) -> Int {
        switch error.kind {
        case .malformed, .empty, .unreadable: 400
        case .invalid, .tooLong, .tooManyTexts: self == .tei ? 422 : 400
        case .unauthorized: 401
        case .forbidden: 403
        case .unknownModel, .notFound: 404
        case .methodNotAllowed: 405
        case .timeout: 408
        case .tooLarge: 413
        case .unsupportedEncoding: 415
        case .unsupported: self == .tei ? 424 : 400
        case .overloaded: self == .ollama ? 503 : 429
        case .closing: 503
        case .internal: self == .tei ? 424 : 500
        }
    }

    private static func openAIType(_ status: Int) -> String {
        switch status {
        case 429: "rate_limit_error"
        case 500...: "server_error"
        default: "invalid_request_error"
        }
    }
}

extension ServiceError.Kind {
    /// OpenAI's.
    fileprivate var code: String? {
        switch self {
        case .tooLong: "context_length_exceeded"
        case .unknownModel: "model_not_found"
        case .unauthorized: "invalid_api_key"
        case .overloaded: "rate_limit_exceeded"
        default: nil
        }
    }

    fileprivate var azureCode: String? {
        switch self {
        case .unknownModel: "DeploymentNotFound"
        case .malformed, .invalid, .empty, .tooLong, .tooManyTexts: "BadRequest"
        default: nil
        }
    }

    fileprivate var teiType: String {
        switch self {
        case .empty: "Empty"
        case .tooLong: "Tokenizer"
        case .overloaded: "Overloaded"
        case .unsupported, .internal: "Backend"
        case .closing: "Unhealthy"
        default: "Validation"
        }
    }
}
