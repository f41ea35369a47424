internal import CHTMLParser

/// Takes a page through libxml2's HTML parser, which tells of each part as it comes to it: no tree is
/// made of the page, nothing is fetched, and nothing is printed.
final class HTMLParser {
    private static let options =
        HTML_RECOVER | HTML_NO_ERRORS | HTML_NO_WARNINGS | HTML_NO_NETWORK | HTML_IGNORE_ENCODING

    /// What the parser's calls need.
    private final class Context {
        let library: HTMLLibrary
        let text: HTMLText
        var parser: UnsafeMutableRawPointer?

        init(_ library: HTMLLibrary, _ text: HTMLText) {
            (self.library, self.text) = (library, text)
        }

        /// The line that the parser is in.
        var line: Int { parser.map { Int(library.line($0)) } ?? 1 }

        static func of(_ pointer: UnsafeMutableRawPointer?) -> Context? {
            pointer.map { Unmanaged<Context>.fromOpaque($0).takeUnretainedValue() }
        }
    }

    private let context: Context
    private let handler: UnsafeMutablePointer<html_handler>

    /// - Parameter text: is told of the page's parts.
    /// - Returns: `nil` if the library has no memory.
    init?(_ library: HTMLLibrary, _ text: HTMLText) {
        context = Context(library, text)
        handler = .allocate(capacity: 1)
        handler.initialize(to: Self.calls)
        context.parser = library.create(
            handler, Unmanaged.passUnretained(context).toOpaque(), nil, 0, nil, Int32(HTML_UTF8))
        guard let parser = context.parser else { return nil }
        _ = library.setOptions(parser, Int32(Self.options))
    }

    deinit {
        if let parser = context.parser { context.library.free(parser) }
        handler.deallocate()
    }

    /// Reads the next part of the page.
    /// - Parameter bytes: UTF-8, which does not end within a character.
    func parse(_ bytes: UnsafeRawBufferPointer, isLast: Bool) {
        guard let parser = context.parser, let count = Int32(exactly: bytes.count) else { return }
        _ = context.library.parse(
            parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), count, isLast ? 1 : 0)
    }

    private static var calls: html_handler {
        var calls = html_handler()
        calls.start_element = { pointer, name, _ in
            guard let context = Context.of(pointer), let name else { return }
            context.text.start(String(cString: name), line: context.line)
            guard context.text.isTooDeep, let parser = context.parser else { return }
            context.library.stop(parser)
        }
        calls.end_element = { pointer, name in
            guard let context = Context.of(pointer), let name else { return }
            context.text.end(String(cString: name))
        }
        calls.characters = { HTMLParser.add($1, $2, to: $0) }
        calls.ignorable_whitespace = { HTMLParser.add($1, $2, to: $0) }
        calls.cdata_block = { HTMLParser.add($1, $2, to: $0) }
        // Without one, some versions print.
        calls.structured_error = { _, _ in }
        calls.initialized = HTML_HANDLER_VERSION
        return calls
    }

    private static func add(
        _ text: UnsafePointer<UInt8>?, _ count: Int32, to pointer: UnsafeMutableRawPointer?
    ) {
        guard let context = Context.of(pointer) else { return }
        context.text.add(
            UnsafeBufferPointer(start: text, count: max(Int(count), 0)), endingIn: context.line)
    }
}
