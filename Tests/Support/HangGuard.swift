package import Testing

extension Trait where Self == TimeLimitTrait {
    /// Ends a test that hangs.
    ///
    /// It is no measure of speed: all tests begin at once, so that in a whole run one that awaits
    /// something is behind all others that want a thread, for minutes.
    package static var hangGuard: Self { .timeLimit(.minutes(30)) }
}
