public import CSenc
internal import Senc
internal import SencMath
internal import SencTokenizers

@_cdecl("senc_tokenize")
public func tokenizeTexts(
    _ encoder: OpaquePointer?, _ strings: UnsafePointer<senc_strings>?,
    _ options: UnsafePointer<CChar>?,
    _ tokens: UnsafeMutablePointer<UnsafeMutablePointer<senc_tokens>?>?,
    _ progress: senc_progress?, _ context: UnsafeMutableRawPointer?
) -> Int32 {
    tokens?.pointee = nil
    return Call.make { call in
        guard let tokens else { throw CallError.isNull("tokens") }
        let model = try LoadedModel.of(encoder)
        let texts = try TextArray(strings)
        let object = try OptionObject(
            options, known: ["maximum_tokens", "truncation_side", "special_tokens"])
        let limit = try object.integer("maximum_tokens", from: 1)
        let side: TruncationSide? = try object.choice("truncation_side")
        let addsSpecial = try object.bool("special_tokens") ?? true
        let tokenizer = model.encoder.tokenizer
        let progress = CallProgress(progress, context, call, total: texts.count)
        let workers = WorkerPool(threads: model.threads, watch: progress?.watch())
        let found = try workers.map(items: texts.count, grain: 64) { index -> Encoding? in
            guard texts.isValid(index) else { return nil }
            return tokenizer.encode(
                try texts.text(index), addSpecialTokens: addsSpecial, maximumTokens: limit,
                truncationSide: side)
        }
        try progress?.finish()
        tokens.pointee = TokenArrays.allocate(found)
    }
}

@_cdecl("senc_tokens_free")
public func freeTokens(_ tokens: UnsafeMutablePointer<senc_tokens>?) {
    tokens.map(TokenArrays.deallocate)
}

/// The memory of a `senc_tokens`, which the caller gives back.
private enum TokenArrays {
    static func allocate(_ texts: [Encoding?]) -> UnsafeMutablePointer<senc_tokens> {
        var firsts: [Int64] = [0]
        firsts.reserveCapacity(texts.count + 1)
        for text in texts { firsts.append(firsts[firsts.count - 1] + Int64(text?.count ?? 0)) }
        let all = texts.compactMap(\.self)
        let tokens = UnsafeMutablePointer<senc_tokens>.allocate(capacity: 1)
        tokens.initialize(
            to: senc_tokens(
                texts: Int64(texts.count), count: firsts[texts.count], firsts: copy(firsts),
                ids: copy(all.flatMap(\.ids)),
                starts: copy(all.flatMap { $0.offsets.map { Int64($0.lowerBound) } }),
                ends: copy(all.flatMap { $0.offsets.map { Int64($0.upperBound) } }),
                special: copy(all.flatMap { $0.specialTokensMask.map { UInt8($0 ? 1 : 0) } })))
        return tokens
    }

    static func deallocate(_ tokens: UnsafeMutablePointer<senc_tokens>) {
        tokens.pointee.firsts?.deallocate()
        tokens.pointee.ids?.deallocate()
        tokens.pointee.starts?.deallocate()
        tokens.pointee.ends?.deallocate()
        tokens.pointee.special?.deallocate()
        tokens.deallocate()
    }

    private static func copy<Element: BitwiseCopyable>(
        _ elements: [Element]
    ) -> UnsafePointer<Element> {
        let copy = UnsafeMutablePointer<Element>.allocate(capacity: max(elements.count, 1))
        elements.withUnsafeBufferPointer { source in
            if let base = source.baseAddress { copy.initialize(from: base, count: source.count) }
        }
        return UnsafePointer(copy)
    }
}
