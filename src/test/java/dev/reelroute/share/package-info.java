/** What is shared: names of files to keep. Pages and frames are tried in {@code ShareTest}. */
@NullMarked
package dev.reelroute.share;

import org.jspecify.annotations.NullMarked;
