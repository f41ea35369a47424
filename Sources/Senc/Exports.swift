// What the signatures of this module name: matrices and ways of computing, tokenizers, and errors
// with their messages. One import is enough for those who use it.
@_exported public import SencFiles
@_exported public import SencMath
@_exported public import SencTokenizers
