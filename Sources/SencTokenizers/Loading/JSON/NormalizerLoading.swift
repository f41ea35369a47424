import SencFiles

extension Normalizer {
    init(_ component: Component?) throws(TokenizerError) {
        guard let component else {
            self = .none
            return
        }
        var steps: [NormalizationStep] = []
        for part in try component.parts("normalizers") {
            steps.append(try NormalizationStep(part))
        }
        guard steps.reduce(1, { $0 * $1.growth }) <= Self.maximumGrowth else {
            throw .wrongField(
                path: component.fields.path, field: component.field,
                expected: "one that lengthens text at most \(Int(Self.maximumGrowth))-fold")
        }
        self.init(steps)
    }

    /// How much longer a text may get, so that a small file cannot ask for endless memory.
    private static let maximumGrowth = 65_536.0
}

extension NormalizationStep {
    init(_ component: Component) throws(TokenizerError) {
        let fields = component.fields
        switch component.type {
        case "BertNormalizer":
            var options = BertNormalizer.Options()
            options.cleansText = try fields.bool("clean_text") ?? true
            options.spacesChinese = try fields.bool("handle_chinese_chars") ?? true
            options.stripsAccents = try fields.bool("strip_accents")
            options.lowercases = try fields.bool("lowercase") ?? true
            self = .bert(BertNormalizer(options))
        case "NFC": self = .form(.nfc)
        case "NFD": self = .form(.nfd)
        case "NFKC": self = .form(.nfkc)
        case "NFKD": self = .form(.nfkd)
        case "Nmt": self = .nmt
        case "Lowercase": self = .lowercase
        case "StripAccents": self = .stripAccents
        case "ByteLevel": self = .byteLevel
        case "Strip":
            self = .strip(
                left: try fields.bool("strip_left") ?? true,
                right: try fields.bool("strip_right") ?? true)
        case "Replace":
            self = .replace(
                try component.pattern("pattern"), by: Array(try component.required("content").utf8))
        case "Prepend": self = .prepend(Array(try component.required("prepend").utf8))
        case "Precompiled":
            let text = try component.required("precompiled_charsmap")
            guard let blob = Base64.decode(text.utf8), let map = PrecompiledMap(blob) else {
                throw fields.wrong("precompiled_charsmap", "a compiled map in Base64")
            }
            self = .precompiled(map)
        default: throw component.unsupported
        }
    }
}

extension NormalizationStep {
    /// At most that many bytes become of one, besides what is put before the text.
    fileprivate var growth: Double {
        switch self {
        case .lowercase, .bert: 3
        // U+FDFA, of three bytes, has a compatible decomposition of 33.
        case .form(let form): form == .nfkc || form == .nfkd ? 11 : 3
        case .replace(.literal(let bytes), let content):
            max(1, Double(content.count) / Double(max(bytes.count, 1)))
        case .replace(.expression, let content): Double(content.count + 1)
        case .prepend(let bytes): Double(bytes.count + 1)
        case .precompiled(let map): Double(max(map.longestReplacement, 1))
        case .byteLevel: 2
        case .stripAccents, .strip, .nmt: 1
        }
    }
}
