/// Unicode's normalization forms (UAX #15), with the alignment that the reference gives them.
enum UnicodeForm: Sendable {
    case nfc, nfd, nfkc, nfkd

    private var isCompatible: Bool { self == .nfkc || self == .nfkd }
    private var composes: Bool { self == .nfc || self == .nfkc }

    /// - Returns: `false` if nothing changes.
    func apply(to source: borrowing NormalizedText, into target: inout NormalizedText) -> Bool {
        let bytes = source.bytes
        // What no form changes, and no mark attaches to.
        if bytes.allSatisfy({ $0 < 0x80 }) { return false }
        var alignment = Alignment()
        var composer = Composer()
        var run: [CombiningScalar] = []
        var position = 0
        while position < bytes.count {
            let (scalar, length) = bytes.scalar(at: position)
            position += length
            Scalars.forEachDecomposed(scalar, isCompatible: isCompatible) { index, part in
                let combiningClass = part < 0x300 ? 0 : Scalars.combiningClass(part)
                if combiningClass == 0 {
                    flush(&run, &composer, &alignment, source, &target)
                }
                run.append(
                    CombiningScalar(
                        part, combiningClass: combiningClass, isExpansion: index > 0))
            }
        }
        flush(&run, &composer, &alignment, source, &target)
        if composes {
            composer.finish { alignment.append($0, change: $1, of: source, to: &target) }
        }
        return true
    }

    /// Gives out a base character and the marks on it, in canonical order.
    private func flush(
        _ run: inout [CombiningScalar], _ composer: inout Composer, _ alignment: inout Alignment,
        _ source: borrowing NormalizedText, _ target: inout NormalizedText
    ) {
        run.sortByClass()
        for part in run {
            // How it changes the text, as for `Alignment`.
            let change = part.isExpansion ? 1 : 0
            if composes {
                composer.add(part.scalar, change, part.combiningClass) {
                    alignment.append($0, change: $1, of: source, to: &target)
                }
            } else {
                alignment.append(part.scalar, change: change, of: source, to: &target)
            }
        }
        run.removeAll(keepingCapacity: true)
    }
}

/// Composes decomposed text in canonical order.
private struct Composer {
    private var base: (scalar: UInt32, change: Int)?
    /// Marks that did not compose with the base.
    private var marks: [CombiningScalar] = []
    private var lastClass: Int16?

    @inline(__always)
    mutating func add(
        _ scalar: UInt32, _ change: Int, _ combiningClass: Int16, _ emit: (UInt32, Int) -> Void
    ) {
        guard let base else {
            if combiningClass == 0 { self.base = (scalar, change) } else { emit(scalar, change) }
            return
        }
        if let lastClass, lastClass >= combiningClass {
            if combiningClass == 0 {
                finish(emit)
                self.base = (scalar, change)
            } else {
                wait(scalar, change, combiningClass)
                self.lastClass = combiningClass
            }
        } else if let composed = Scalars.composed(base.scalar, scalar) {
            self.base = (composed, base.change + change - 1)
        } else if combiningClass == 0, lastClass == nil {
            emit(base.scalar, base.change)
            self.base = (scalar, change)
        } else {
            wait(scalar, change, combiningClass)
            lastClass = combiningClass
        }
    }

    /// - Parameter change: 0 or 1; the base alone may have another.
    private mutating func wait(_ scalar: UInt32, _ change: Int, _ combiningClass: Int16) {
        marks.append(
            CombiningScalar(scalar, combiningClass: combiningClass, isExpansion: change > 0))
    }

    mutating func finish(_ emit: (UInt32, Int) -> Void) {
        if let base { emit(base.scalar, base.change) }
        for mark in marks { emit(mark.scalar, mark.isExpansion ? 1 : 0) }
        base = nil
        marks.removeAll(keepingCapacity: true)
        lastClass = nil
    }
}
