#include "SencKernels.h"
