public import Foundation
internal import SencFiles

/// The model that comes with senc, multilingual-e5-small in 4 bits (37 MB), as a resource of the
/// packages that want it with them.
///
/// A program whose package lists this product has the model in a resource bundle beside it, where
/// `SentenceEncoder()` finds it: neither an import nor a path is needed. Where the bundle is
/// elsewhere, as with plug-ins and test bundles, there is `SentenceEncoder(bundle:)`.
public enum EmbeddedModel {
    /// What the model is called, and its directory.
    public static let name = SentenceEncoder.embeddedModel

    /// The model's directory, to be copied, shown or loaded with `SentenceEncoder(url:)`.
    /// - Throws: `ModelError.notFound` if the resource bundle was not brought along.
    public static var url: URL {
        get throws(ModelError) {
            // Beside the program, or in or beside the test bundle or plug-in that has this code.
            let directories = [Bundle.main, Bundle(for: Marker.self)].flatMap { bundle in
                [bundle.resourceURL, bundle.bundleURL.deletingLastPathComponent()]
            }.compactMap { $0?.pathString }
            let models = directories.flatMap(ModelSearch.resourceBundles).map {
                Path.join($0, name)
            }
            guard let found = models.first(where: { Path.kind(of: $0) == .directory }) else {
                throw .notFound(model: name, searched: directories, nearest: nil)
            }
            return URL(filePath: found, directoryHint: .isDirectory)
        }
    }

    /// Is in the same bundle as the code of this module.
    private final class Marker {}
}

extension SentenceEncoder {
    /// Loads a model that is somewhere on the disk.
    /// - Parameters:
    ///   - url: of a file or directory that stands for a model, as for `init(model:)`.
    ///   - precision: the arithmetic of the linear layers.
    ///   - backend: what multiplies their matrices.
    ///   - packing: when weights are brought into the form that the packed backend multiplies with.
    ///   - threads: how many threads load and encode; by default one for each processor.
    /// - Throws: `ModelError.notAFile` if it is the URL of something else, which is not fetched; else
    ///   as `init(model:)` does.
    public init(
        url: URL, precision: Precision = .float32, backend: Backend = .packed,
        packing: WeightPacking = .ahead, threads: Int? = nil
    ) throws {
        guard url.isFileURL else { throw ModelError.notAFile(url: url.absoluteString) }
        try self.init(
            model: url.pathString, precision: precision, backend: backend, packing: packing,
            threads: threads)
    }

    /// Loads a model that is a resource, of this product's bundle or one of your own.
    /// - Parameters:
    ///   - bundle: has the model's directory among its resources.
    ///   - name: the directory's.
    ///   - precision: the arithmetic of the linear layers.
    ///   - backend: what multiplies their matrices.
    ///   - packing: when weights are brought into the form that the packed backend multiplies with.
    ///   - threads: how many threads load and encode; by default one for each processor.
    /// - Throws: `ModelError.notFound` if there is no such directory in the bundle; else as
    ///   `init(model:)` does.
    public init(
        bundle: Bundle, name: String = embeddedModel, precision: Precision = .float32,
        backend: Backend = .packed, packing: WeightPacking = .ahead, threads: Int? = nil
    ) throws {
        guard let url = bundle.url(forResource: name, withExtension: nil) else {
            let searched = bundle.resourceURL ?? bundle.bundleURL
            throw ModelError.notFound(
                model: name, searched: [searched.appending(path: name).pathString], nearest: nil)
        }
        try self.init(
            url: url, precision: precision, backend: backend, packing: packing, threads: threads)
    }
}

extension URL {
    /// The absolute path, with the bytes that the system has.
    fileprivate var pathString: String {
        absoluteURL.withUnsafeFileSystemRepresentation { bytes in
            bytes.map { FileName(cString: $0).string } ?? path(percentEncoded: false)
        }
    }
}
