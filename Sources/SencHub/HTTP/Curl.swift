internal import CCurl
internal import SencFiles

/// The functions of libcurl.
///
/// The library brings thirty others with it, which would make every start of the program slower by
/// a half. So it is loaded when a model is pulled.
struct Curl: Sendable {
    let makeHandle: curl_easy_init_function
    let free: curl_easy_cleanup_function
    let reset: curl_easy_reset_function
    let perform: curl_easy_perform_function
    let explain: curl_easy_strerror_function
    nonisolated(unsafe) let set: curl_easy_setopt_function
    nonisolated(unsafe) let get: curl_easy_getinfo_function
    let append: curl_slist_append_function
    let freeList: curl_slist_free_all_function
    let parseDate: curl_getdate_function
    private let makeURL: curl_url_function
    private let freeURL: curl_url_cleanup_function
    private let setURL: curl_url_set_function
    private let getURL: curl_url_get_function
    private let freeText: curl_free_function

    /// The system's library; `nil` if there is none.
    static let system = Curl()

    private static let libraryNames: [String] = {
        #if os(Linux)
        ["libcurl.so.4", "libcurl-gnutls.so.4"]
        #else
        ["/usr/lib/libcurl.4.dylib", "libcurl.4.dylib"]
        #endif
    }()

    private init?() {
        guard let library = DynamicLibrary(Self.libraryNames),
            let initialize = library.function("curl_global_init", curl_global_init_function.self),
            let makeHandle = library.function("curl_easy_init", curl_easy_init_function.self),
            let free = library.function("curl_easy_cleanup", curl_easy_cleanup_function.self),
            let reset = library.function("curl_easy_reset", curl_easy_reset_function.self),
            let perform = library.function("curl_easy_perform", curl_easy_perform_function.self),
            let explain = library.function("curl_easy_strerror", curl_easy_strerror_function.self),
            let set = library.function("curl_easy_setopt", curl_easy_setopt_function.self),
            let get = library.function("curl_easy_getinfo", curl_easy_getinfo_function.self),
            let append = library.function("curl_slist_append", curl_slist_append_function.self),
            let freeList = library.function(
                "curl_slist_free_all", curl_slist_free_all_function.self),
            let parseDate = library.function("curl_getdate", curl_getdate_function.self),
            let makeURL = library.function("curl_url", curl_url_function.self),
            let freeURL = library.function("curl_url_cleanup", curl_url_cleanup_function.self),
            let setURL = library.function("curl_url_set", curl_url_set_function.self),
            let getURL = library.function("curl_url_get", curl_url_get_function.self),
            let freeText = library.function("curl_free", curl_free_function.self),
            initialize(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
        else { return nil }
        self.makeHandle = makeHandle
        self.free = free
        self.reset = reset
        self.perform = perform
        self.explain = explain
        self.set = set
        self.get = get
        self.append = append
        self.freeList = freeList
        self.parseDate = parseDate
        self.makeURL = makeURL
        self.freeURL = freeURL
        self.setURL = setURL
        self.getURL = getURL
        self.freeText = freeText
    }

    /// Scheme, host and port of an address: what a token may be sent to. `nil` if it is malformed.
    func origin(of url: String) -> String? {
        guard let handle = makeURL() else { return nil }
        defer { freeURL(handle) }
        guard setURL(handle, CURLUPART_URL, url, 0) == CURLUE_OK else { return nil }
        func part(_ part: CURLUPart) -> String? {
            var text: UnsafeMutablePointer<CChar>?
            guard getURL(handle, part, &text, UInt32(CURLU_DEFAULT_PORT)) == CURLUE_OK, let text
            else { return nil }
            defer { freeText(text) }
            return String(cString: text).lowercased()
        }
        guard let scheme = part(CURLUPART_SCHEME), let host = part(CURLUPART_HOST),
            let port = part(CURLUPART_PORT)
        else { return nil }
        return "\(scheme)://\(host):\(port)"
    }
}
