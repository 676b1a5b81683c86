/** Planted faults. */
@NullMarked
package planted.ledger;

import org.jspecify.annotations.NullMarked;
