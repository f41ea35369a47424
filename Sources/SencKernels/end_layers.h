// Forgets what layers.h was given, so that it can be included for another precision.
#undef PRECISION
#undef GROUP
#undef OPERAND
#undef SPREAD
#undef WEIGHTS
#undef SUMS
#undef LOAD_WEIGHTS
#undef MULTIPLY_ADD
#undef FOOTER
#undef FINISH
#undef ROW_FACTORS
#undef PREPARE
#undef COMPLETE_TILE
#undef BLOCK_ROWS
#undef NAME
#undef JOINED
#undef JOINED_
