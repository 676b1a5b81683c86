/** Planted faults. */
@NullMarked
package planted.cli;

import org.jspecify.annotations.NullMarked;
