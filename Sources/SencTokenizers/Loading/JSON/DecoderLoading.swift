import SencFiles

extension Decoder {
    init(_ component: Component?) throws(TokenizerError) {
        guard let component else {
            self = .none
            return
        }
        var steps: [DecodingStep] = []
        for part in try component.parts("decoders") { steps.append(try DecodingStep(part)) }
        self.init(steps)
    }
}

extension DecodingStep {
    init(_ component: Component) throws(TokenizerError) {
        let fields = component.fields
        switch component.type {
        case "WordPiece":
            self = .wordPiece(
                WordPieceDecoder(
                    prefix: Array((try fields.string("prefix") ?? "##").utf8),
                    cleansUp: try fields.bool("cleanup") ?? true))
        case "ByteLevel": self = .byteLevel
        case "ByteFallback": self = .byteFallback
        case "Fuse": self = .fuse
        case "Metaspace":
            let metaspace = try Metaspace(component)
            self = .metaspace(
                replacement: metaspace.replacement, prepends: metaspace.prepends != .never)
        case "BPEDecoder": self = .suffix(Array((try fields.string("suffix") ?? "</w>").utf8))
        case "Strip":
            self = .strip(
                try component.scalar("content"), start: Int(try fields.count("start") ?? 0),
                stop: Int(try fields.count("stop") ?? 0))
        case "Replace":
            self = .replace(
                try component.pattern("pattern"), by: Array(try component.required("content").utf8))
        default: throw component.unsupported
        }
    }
}
