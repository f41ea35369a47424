import SencFiles
package import SencVectors

/// The kind of file that a map is written to.
package enum MapFormat: Sendable {
    case html, svg, png, csv, jsonLines
    /// Vectors and metadata for TensorBoard's projector.
    case projector

    /// What the name of a file asks for; `nil` if it does not tell.
    package init?(ofFile path: String) {
        switch Path.lastComponent(of: path).split(separator: ".").last?.lowercased() {
        case "html", "htm": self = .html
        case "svg": self = .svg
        case "png": self = .png
        case "csv": self = .csv
        case "jsonl", "ndjson": self = .jsonLines
        case "tsv": self = .projector
        default: return nil
        }
    }

    /// Whether it is looked at, and not read by programs row by row.
    package var isDrawing: Bool {
        switch self {
        case .html, .svg, .png: true
        case .csv, .jsonLines, .projector: false
        }
    }

    /// NAME.metadata.tsv of NAME.tsv.
    package static func metadataPath(_ path: String) -> String {
        (path.hasSuffix(".tsv") ? String(path.dropLast(4)) : path) + ".metadata.tsv"
    }
}

extension TextMap {
    /// The file's contents.
    /// - Parameter vectors: those that the points are of, which the projector takes in their place.
    package func contents(
        as format: MapFormat, of vectors: StoredVectors
    ) throws(MapError) -> [UInt8] {
        switch format {
        case .html: Array(html().utf8)
        case .svg: Array(svg().utf8)
        case .png: try png()
        case .csv: Array(csv().utf8)
        case .jsonLines: Array(jsonLines().utf8)
        case .projector: Array(vectors.projectorTable().utf8)
        }
    }
}
