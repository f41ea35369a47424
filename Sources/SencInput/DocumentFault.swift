package import SencFiles

/// Why a document cannot be read.
package enum DocumentFault: Error, Equatable, Sendable {
    /// What reads documents of the kind is not installed.
    case noReader(DocumentKind)
    /// The file is larger than one of its kind may be.
    case tooLarge(limit: Int)
    /// HTML whose elements are nested deeper than those of any page.
    case tooDeep(limit: Int)
    /// The program that reads PDFs could not be started.
    case notStarted(reason: Message)
    /// It gives no text of this one, and ended with a status.
    case refused(status: Int)
    /// The document's owner does not allow to copy its text.
    case forbidden
    case tooMuchText(limit: Int)
    case tooSlow(seconds: Int)
}

extension DocumentFault: Localizable {
    package var message: Message {
        switch self {
        case .noReader(.pdf): "PDF files are read by pdftotext; install it (poppler-utils)"
        case .noReader:
            "HTML files are read with libxml2, which cannot be loaded; install it (libxml2)"
        case .tooLarge(let limit): "the document is over the limit of \(limit) bytes"
        case .tooDeep(let limit): "its elements are nested over \(limit) deep"
        case .notStarted(let reason): "pdftotext cannot be started: \(reason)"
        case .refused(let status):
            "pdftotext cannot read it: it is damaged, or a password protects it (status \(status))"
        case .forbidden: "the PDF does not allow to copy its text"
        case .tooMuchText(let limit): "the PDF's text is over the limit of \(limit) bytes"
        case .tooSlow(let seconds): "pdftotext took over \(seconds) s"
        }
    }

    var status: ExitStatus {
        if case .noReader = self { .noInput } else { .badData }
    }
}
