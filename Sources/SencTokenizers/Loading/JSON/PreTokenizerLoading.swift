import SencFiles

extension PreTokenizer {
    /// How many steps may write the text anew, each of which makes it up to four times as long.
    private static let maximumLengthening = 2

    init(_ component: Component?) throws(TokenizerError) {
        guard let component else {
            self = .none
            return
        }
        var steps: [PreTokenizationStep] = []
        for part in try component.parts("pretokenizers") {
            steps += try PreTokenizationStep.steps(of: part)
        }
        let lengthening = steps.count {
            switch $0 {
            case .byteLevel, .metaspace: true
            default: false
            }
        }
        guard lengthening <= Self.maximumLengthening else {
            throw .wrongField(
                path: component.fields.path, field: component.field,
                expected: "one that lengthens text at most \(Self.maximumLengthening) times")
        }
        self.init(steps)
    }
}

extension PreTokenizationStep {
    /// What a component does, in steps of one kind each.
    static func steps(of component: Component) throws(TokenizerError) -> [PreTokenizationStep] {
        guard component.type == "ByteLevel" else { return [try PreTokenizationStep(component)] }
        return byteLevelSteps(
            addsPrefixSpace: try component.fields.bool("add_prefix_space") ?? true,
            splits: try component.fields.bool("use_regex") ?? true)
    }

    /// GPT-2's steps.
    static func byteLevelSteps(addsPrefixSpace: Bool, splits: Bool) -> [PreTokenizationStep] {
        (addsPrefixSpace ? [.prefixSpace] : []) + (splits ? [.words(.gpt2)] : []) + [.byteLevel]
    }

    private init(_ component: Component) throws(TokenizerError) {
        let fields = component.fields
        switch component.type {
        case "BertPreTokenizer": self = .bert
        case "Whitespace": self = .whitespace
        case "WhitespaceSplit": self = .whitespaceSplit
        case "Metaspace": self = .metaspace(try Metaspace(component))
        case "Punctuation":
            self = .punctuation(try SplitBehavior(component, default: .isolated))
        case "Digits": self = .digits(individual: try fields.bool("individual_digits") ?? false)
        case "CharDelimiterSplit": self = .delimiter(try component.scalar("delimiter"))
        case "Split":
            let behavior = try SplitBehavior(component, default: nil)
            let inverted = try fields.bool("invert") ?? false
            let coversText =
                behavior == .isolated || (behavior == .removed && inverted)
            if coversText, let name = try fields.object("pattern")?.string("Regex"),
                let known = WordPattern.known[name]
            {
                self = .words(known)
            } else {
                self = .split(try component.pattern("pattern"), behavior, inverted: inverted)
            }
        default: throw component.unsupported
        }
    }
}

extension SplitBehavior {
    fileprivate init(
        _ component: Component, default standard: SplitBehavior?
    ) throws(TokenizerError) {
        if let standard, component.fields["behavior"] == nil {
            self = standard
            return
        }
        guard let behavior = SplitBehavior(rawValue: try component.required("behavior")) else {
            throw component.fields.wrong("behavior", "a way to split")
        }
        self = behavior
    }
}

extension Metaspace {
    /// Reads the present form and the older ones, which had `add_prefix_space` alone.
    init(_ component: Component) throws(TokenizerError) {
        let fields = component.fields
        let replacement = try component.scalar("replacement")
        let addsPrefixSpace = try fields.bool("add_prefix_space")
        var prepends = Prepending.always
        if let scheme = try fields.string("prepend_scheme") {
            guard let known = Prepending(rawValue: scheme) else {
                throw fields.wrong("prepend_scheme", "always, first or never")
            }
            prepends = known
            if addsPrefixSpace == false, prepends != .never {
                throw fields.wrong("prepend_scheme", "never, as add_prefix_space wants")
            }
        } else if addsPrefixSpace == false {
            prepends = .never
        }
        self.init(
            replacement: Array(String(Unicode.Scalar(replacement) ?? "\u{2581}").utf8),
            prepends: prepends, splits: try fields.bool("split") ?? true)
    }
}
