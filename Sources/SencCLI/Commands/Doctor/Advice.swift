import Senc
import SencFiles
import SencMath

/// What would mend something, or make it faster.
struct Advice {
    let message: Message

    private init(_ message: Message) {
        self.message = message
    }

    static func all(
        model: DefaultModel, threads: Int?, libraries: [SystemLibrary],
        configuration: Result<Configuration, any Error>
    ) -> [Advice] {
        var all: [Advice] = []
        if case .failure(let error) = configuration {
            all.append(Advice("Mend the configuration: \(error)."))
        }
        if let fault = model.fault {
            all.append(
                Advice(
                    """
                    Mend the default model, or choose one of 'senc models' with 'senc config set \
                    model NAME': \(fault).
                    """))
        }
        if case .failed(let error) = model.check {
            all.append(
                Advice("Fetch the model anew, it computes something else: \(error)."))
        }
        all += speed(model, threads)
        all += libraries.filter { !$0.isFound && $0.isNeeded }.map { library in
            Advice("Install \(library.name) (Debian: \(library.package)) for: \(library.purpose).")
        }
        return all
    }

    // MARK: Speed

    private static func speed(_ model: DefaultModel, _ threads: Int?) -> [Advice] {
        var all: [Advice] = []
        let family = KernelFamily.selected.name
        if let best = KernelFamily.supported.first, family != best.name {
            all.append(
                Advice("Unset SENC_KERNELS: this CPU can run \(best.name), which is faster."))
        }
        if let gain = int8Gain[family], model.precision != .int8 {
            all.append(
                Advice(
                    """
                    --precision int8, or 'senc config set precision int8': \(gain) as many texts \
                    a second on CPUs with \(family), vectors within a cosine of 0.998 (measured \
                    with all-MiniLM-L6-v2).
                    """))
        }
        if family == "avx2", model.precision == .bfloat16 {
            all.append(
                Advice("float32 or int8 in place of bfloat16, which is slower on CPUs with avx2."))
        }
        let processors = WorkerPool.processorCount
        if let threads, threads < processors {
            all.append(
                Advice(
                    "Threads are limited to \(threads) of \(processors) processors: see senc config."
                ))
        }
        if !model.isQuantized, let bytes = model.weightBytes, bytes > leastQuantized {
            all.append(
                Advice(
                    """
                    'senc quantize \(model.name.shellQuoted) --output NAME.gguf' stores the model \
                    in 8 bits a weight: sooner loaded, less memory.
                    """))
        }
        return all
    }

    /// Weights of fewer bytes are small already.
    private static let leastQuantized = 60_000_000

    /// How int8 compares with float32 in texts a second, short ones: on Zen 3; on Zen 4 and Zen 5,
    /// where the embedded model gains less.
    private static let int8Gain: [String: Message] = [
        "avx2": "1.6 times", "avx512-bf16": "2 to 3 times",
    ]
}
