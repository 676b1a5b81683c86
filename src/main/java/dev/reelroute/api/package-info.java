/**
 * The HTTP contract: requests and answers as records, problem details, the live event stream, playback from the embedded store.
 */
@NullMarked
package dev.reelroute.api;

import org.jspecify.annotations.NullMarked;
