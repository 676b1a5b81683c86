/** Planted faults. */
@NullMarked
package planted.reconcile;

import org.jspecify.annotations.NullMarked;
