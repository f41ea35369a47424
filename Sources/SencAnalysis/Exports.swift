// Nearly all of this module is about `StoredVectors`, and made of those: one import is enough.
@_exported public import SencVectors
