/**
 * Every way in which work can fail, with its stable code, HTTP status and a sentence for the user. Knows no other
 * package.
 */
@NullMarked
package dev.reelroute.failure;

import org.jspecify.annotations.NullMarked;
