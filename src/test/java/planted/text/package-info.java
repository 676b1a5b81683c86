/** Planted faults. */
@NullMarked
package planted.text;

import org.jspecify.annotations.NullMarked;
