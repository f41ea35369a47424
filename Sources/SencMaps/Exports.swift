// The points of a map are a `Matrix`, and its errors `Diagnostic`s: one import is enough.
@_exported public import SencVectors
