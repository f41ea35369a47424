internal import SencFiles
internal import SencTokenizers

/// What a PEFT `adapter_config.json` says of a LoRA adapter (Hu et al., "LoRA", 2021).
///
/// What would change the vectors and is not computed is an error, and so is a key that is not
/// known, unless its value asks for nothing.
struct AdapterConfiguration: Sendable {
    static let fileName = "adapter_config.json"
    private static let ranks = 1...(1 << 16)
    /// Patterns that a key may have, and those among them that are more than names.
    private static let maximumPatterns = 1 << 14
    private static let maximumExpressions = 64

    let path: String
    /// `base_model_name_or_path`, with `@revision` if it has one.
    let base: String?
    let rank: Int
    let alpha: Double
    /// Whether deltas are scaled by alpha / √rank instead of alpha / rank (Kalajdzievski, 2023).
    let isRankStabilized: Bool
    /// Whether rows have magnitudes of their own (Liu et al., "DoRA", 2024).
    let hasMagnitudes: Bool
    let targets: AdapterTargets
    private let rankPatterns: [(pattern: ModulePattern, value: Double)]
    private let alphaPatterns: [(pattern: ModulePattern, value: Double)]

    /// Keys that change nothing of an adapter that is trained, or that this type reads.
    private static let known: Set<String> = [
        "alpha_pattern", "auto_mapping", "base_model_name_or_path", "bias", "corda_config",
        "ensure_weight_tying", "eva_config", "exclude_modules", "fan_in_fan_out",
        "inference_mode", "init_lora_weights", "layers_pattern", "layers_to_transform",
        "loftq_config", "lora_alpha", "lora_bias", "lora_dropout", "lora_ga_config",
        "megatron_config", "megatron_core", "modules_to_save", "peft_type", "peft_version",
        "qalora_group_size", "r", "rank_pattern", "revision", "target_modules", "task_type",
        "use_dora", "use_rslora",
    ]
    /// Ways to begin training that leave the base model's weights as they are.
    private static let plainStarts = ["true", "false", "gaussian", "eva", "orthogonal"]

    init(path: String) throws {
        let file = try ConfigurationFile(path: path)
        self.path = path
        let kind = try file.string("peft_type") ?? ""
        guard kind == "LORA" else { throw AdapterError.unsupportedKind(kind, path: path) }
        for (key, value) in file.root?.members ?? []
        where !Self.known.contains(key) && !value.asksForNothing {
            throw AdapterError.unsupportedKey(
                key: key, value: value.scalar ?? "set", path: path)
        }
        if let start = file.value("init_lora_weights") {
            let name = start.scalar ?? "set"
            guard Self.plainStarts.contains(name) else {
                throw AdapterError.unsupportedKey(
                    key: "init_lora_weights", value: name, path: path)
            }
        }
        if let bias = try file.string("bias"), !["none", "all", "lora_only"].contains(bias) {
            throw file.invalid("bias", "is \(bias.quoted()), not one of none, all, lora_only")
        }
        let name = try file.string("base_model_name_or_path") ?? ""
        let revision = try file.string("revision") ?? ""
        base = name.isEmpty ? nil : revision.isEmpty ? name : "\(name)@\(revision)"
        rank = try file.integer("r", in: Self.ranks) ?? 8
        alpha = try file.number("lora_alpha") ?? 8
        isRankStabilized = try file.bool("use_rslora") ?? false
        hasMagnitudes = try file.bool("use_dora") ?? false
        targets = try AdapterTargets(file)
        rankPatterns = try Self.patterns("rank_pattern", file)
        alphaPatterns = try Self.patterns("alpha_pattern", file)
        for (_, value) in rankPatterns where Self.ranks.contains(exactly: value) == nil {
            throw file.invalid("rank_pattern", "must hold integers from 1")
        }
    }

    /// Values for the modules whose names end in what a pattern matches.
    private static func patterns(
        _ key: String, _ file: ConfigurationFile
    ) throws -> [(pattern: ModulePattern, value: Double)] {
        guard let value = file.json(key) else { return [] }
        guard let members = value.members, members.count <= maximumPatterns else {
            throw file.invalid(key, "must be an object of at most \(maximumPatterns) patterns")
        }
        guard members.count(where: { !ModulePattern.isName($0.key) }) <= maximumExpressions else {
            throw file.invalid(key, "has over \(maximumExpressions) regular expressions")
        }
        return try members.map { pattern, value in
            guard let number = value.double, number.isFinite else {
                throw file.invalid(key, "must hold numbers")
            }
            return (try ModulePattern(pattern, key: key, file), number)
        }
    }

    func rank(of module: String) -> Int {
        rankPatterns.first { $0.pattern.matches(module) }.map { Int($0.value) } ?? rank
    }

    /// What a module's delta is multiplied by.
    func scale(of module: String) -> Float {
        let alpha = alphaPatterns.first { $0.pattern.matches(module) }?.value ?? self.alpha
        let rank = Double(rank(of: module))
        return Float(alpha / (isRankStabilized ? rank.squareRoot() : rank))
    }
}

/// What the end of a module's name must be, from a dot on: a regular expression, which a name is.
private enum ModulePattern {
    /// UTF-8, in which a dot stands for any one byte.
    case name([UInt8])
    case expression(WholePattern)

    init(_ text: String, key: String, _ file: ConfigurationFile) throws {
        self =
            Self.isName(text)
            ? .name(Array(text.utf8))
            : .expression(try file.pattern("(?:.*\\.)?(?:\(text))", key: key))
    }

    /// Whether a pattern has nothing but letters, digits, underscores and dots.
    static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }

    func matches(_ module: String) -> Bool {
        switch self {
        case .expression(let pattern): return pattern.matches(module)
        case .name(let name):
            let bytes = Array(module.utf8)
            let start = bytes.count - name.count
            guard start >= 0, start == 0 || bytes[start - 1] == 0x2E else { return false }
            return zip(bytes[start...], name).allSatisfy { $0 == $1 || $1 == 0x2E }
        }
    }
}

extension ClosedRange<Int> {
    fileprivate func contains(exactly value: Double) -> Int? {
        Int(exactly: value).flatMap { contains($0) ? $0 : nil }
    }
}

extension JSON {
    /// Whether the value is one that leaves a key's feature off.
    fileprivate var asksForNothing: Bool {
        isNull || bool == false || string == "" || elements?.isEmpty == true
            || members?.isEmpty == true
    }
}

extension ConfigurationFile {
    func pattern(_ text: String, key: String) throws -> WholePattern {
        do {
            return try WholePattern(text)
        } catch {
            throw invalid(key, "has a pattern that \(error.reason)")
        }
    }
}
