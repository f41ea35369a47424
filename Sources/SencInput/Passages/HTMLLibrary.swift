internal import CHTMLParser
internal import SencFiles

/// The functions of libxml2's HTML parser, which is loaded when a page is read.
struct HTMLLibrary: Sendable {
    let create: html_create_function
    let setOptions: html_options_function
    let parse: html_parse_function
    let stop: html_stop_function
    let free: html_free_function
    let line: html_line_function

    /// The system's library; `nil` if it cannot be loaded.
    static let system = HTMLLibrary(libraryFiles)

    private static let libraryFiles: [String] = {
        #if os(Linux)
        ["libxml2.so.2", "libxml2.so.16"]
        #else
        ["/usr/lib/libxml2.2.dylib", "libxml2.2.dylib", "libxml2.16.dylib"]
        #endif
    }()

    init?(_ files: [String]) {
        guard let library = DynamicLibrary(files),
            let create = library.function(
                "htmlCreatePushParserCtxt", html_create_function.self),
            let setOptions = library.function(
                "htmlCtxtUseOptions", html_options_function.self),
            let parse = library.function("htmlParseChunk", html_parse_function.self),
            let stop = library.function("xmlStopParser", html_stop_function.self),
            let free = library.function("htmlFreeParserCtxt", html_free_function.self),
            let line = library.function("xmlSAX2GetLineNumber", html_line_function.self)
        else { return nil }
        (self.create, self.setOptions, self.parse) = (create, setOptions, parse)
        (self.stop, self.free, self.line) = (stop, free, line)
    }
}
