package import SencMath

extension KernelFamily {
    /// - Parameter name: what `SENC_KERNELS` asks for, if anything.
    /// - Throws: `ModelError.noSuchKernels` if this CPU cannot run it, rather than compute with
    ///   others in silence.
    package static func check(_ name: String? = chosenName) throws(ModelError) {
        guard let name, KernelFamily(named: name) == nil else { return }
        throw .noSuchKernels(name, known: supported.map(\.name))
    }
}
