/// Which layers learn by updates of low rank (Hu et al., "LoRA", 2021), as PEFT has it.
package struct LowRankSettings: Sendable, Equatable {
    /// Of the updates.
    package var rank = 16
    /// What updates are multiplied by, times the rank.
    package var alpha = 32.0
    /// What the names of modules end in that learn so; empty for all linear layers.
    package var modules: [String] = []
    /// Of what the updates begin with.
    package var seed: UInt64 = 1

    package init() {}

    static let purpose: UInt64 = 0x6C6F_7261
    static let aSuffix = ".lora_A.weight"
    static let bSuffix = ".lora_B.weight"

    /// Whether the tensor of a name is one of an update.
    static func isUpdate(_ name: String) -> Bool {
        name.hasSuffix(aSuffix) || name.hasSuffix(bSuffix)
    }

    func contains(_ module: String) -> Bool {
        modules.isEmpty
            || modules.contains { module == $0 || module.hasSuffix("." + $0) }
    }
}
