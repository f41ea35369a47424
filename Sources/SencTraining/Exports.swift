// What the signatures of this module name, so that one import is enough.
@_exported public import SencFiles
@_exported public import SencMath
