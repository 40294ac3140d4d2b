#pragma once

namespace bozzetto {

/// Lets the threads of a parallel loop go to sleep soon when they wait for one another. The OpenMP runtime lets them spin for
/// milliseconds, which is nothing on an idle machine and beside other work takes the very cores that the last thread needs.
/// The runtime reads its settings while it is loaded, so the program starts itself once more with the setting in its
/// environment: to be called first thing in main. Does nothing where the environment has a setting of the user's
/// (OMP_WAIT_POLICY, GOMP_SPINCOUNT), or where the program cannot be started again.
void keepWaitingShort(char** arguments);

} // namespace bozzetto
