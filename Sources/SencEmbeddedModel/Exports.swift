// A model is of no use without what encodes with it: one import is enough.
@_exported public import Senc
