internal import SencKernels

// The C library's elementary functions, spelled as in swift-numerics' `ElementaryFunctions`.

extension Double {
    /// eˣ
    package static func exp(_ x: Double) -> Double { senc_exp(x) }
    /// 2ˣ
    package static func exp2(_ x: Double) -> Double { senc_exp2(x) }
    /// eˣ - 1, exact near 0
    package static func expm1(_ x: Double) -> Double { senc_expm1(x) }
    /// The natural logarithm.
    package static func log(_ x: Double) -> Double { senc_log(x) }
    package static func log2(_ x: Double) -> Double { senc_log2(x) }
    package static func log10(_ x: Double) -> Double { senc_log10(x) }
    /// log(1 + x), exact near 0
    package static func log1p(_ x: Double) -> Double { senc_log1p(x) }
    package static func sin(_ x: Double) -> Double { senc_sin(x) }
    package static func cos(_ x: Double) -> Double { senc_cos(x) }
    package static func tanh(_ x: Double) -> Double { senc_tanh(x) }
    /// xʸ
    package static func pow(_ x: Double, _ y: Double) -> Double { senc_pow(x, y) }
}

extension Float {
    /// eˣ
    package static func exp(_ x: Float) -> Float { senc_expf(x) }
    /// 2ˣ
    package static func exp2(_ x: Float) -> Float { senc_exp2f(x) }
    /// eˣ - 1, exact near 0
    package static func expm1(_ x: Float) -> Float { senc_expm1f(x) }
    /// The natural logarithm.
    package static func log(_ x: Float) -> Float { senc_logf(x) }
    package static func log2(_ x: Float) -> Float { senc_log2f(x) }
    package static func log10(_ x: Float) -> Float { senc_log10f(x) }
    /// log(1 + x), exact near 0
    package static func log1p(_ x: Float) -> Float { senc_log1pf(x) }
    package static func sin(_ x: Float) -> Float { senc_sinf(x) }
    package static func cos(_ x: Float) -> Float { senc_cosf(x) }
    package static func tanh(_ x: Float) -> Float { senc_tanhf(x) }
}
