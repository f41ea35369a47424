/// Unicode's normalization forms (UAX #15), with the alignment that the reference gives them.
enum UnicodeForm: Sendable {
    case nfc, nfd, nfkc, nfkd

    private var isCompatible: Bool { self == .nfkc || self == .nfkd }
    private var composes: Bool { self == .nfc || self == .nfkc }

    /// A scalar and how it changes the text, as for `Alignment`.
    private struct Change {
        var scalar: UInt32
        var change: Int
        var combiningClass: Int16
    }

    /// - Returns: `false` if nothing changes.
    func apply(to source: borrowing NormalizedText, into target: inout NormalizedText) -> Bool {
        let bytes = source.bytes
        // What no form changes, and no mark attaches to.
        if bytes.allSatisfy({ $0 < 0x80 }) { return false }
        var alignment = Alignment()
        var composer = Composer()
        var run: [Change] = []
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
                    Change(
                        scalar: part, change: index > 0 ? 1 : 0, combiningClass: combiningClass))
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
        _ run: inout [Change], _ composer: inout Composer, _ alignment: inout Alignment,
        _ source: borrowing NormalizedText, _ target: inout NormalizedText
    ) {
        if run.count > 2 || (run.count == 2 && run[0].combiningClass > run[1].combiningClass) {
            run = run.enumerated().sorted {
                ($0.element.combiningClass, $0.offset) < ($1.element.combiningClass, $1.offset)
            }.map(\.element)
        }
        for change in run {
            if composes {
                composer.add(change.scalar, change.change, change.combiningClass) {
                    alignment.append($0, change: $1, of: source, to: &target)
                }
            } else {
                alignment.append(change.scalar, change: change.change, of: source, to: &target)
            }
        }
        run.removeAll(keepingCapacity: true)
    }
}

/// Composes decomposed text in canonical order.
private struct Composer {
    private var base: (scalar: UInt32, change: Int)?
    /// Marks that did not compose with the base.
    private var marks: [(scalar: UInt32, change: Int)] = []
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
                marks.append((scalar, change))
                self.lastClass = combiningClass
            }
        } else if let composed = Scalars.composed(base.scalar, scalar) {
            self.base = (composed, base.change + change - 1)
        } else if combiningClass == 0, lastClass == nil {
            emit(base.scalar, base.change)
            self.base = (scalar, change)
        } else {
            marks.append((scalar, change))
            lastClass = combiningClass
        }
    }

    mutating func finish(_ emit: (UInt32, Int) -> Void) {
        if let base { emit(base.scalar, base.change) }
        for mark in marks { emit(mark.scalar, mark.change) }
        base = nil
        marks.removeAll(keepingCapacity: true)
        lastClass = nil
    }
}
