// The errors of this module are `Diagnostic`s with a `Message`.
@_exported public import SencFiles
