/**
 * Servers inside the JVM, for users who have none: S3 on plain files, SQS, H2. No other package may know that they
 * exist, but the one that moves their data elsewhere.
 */
@NullMarked
package dev.reelroute.embedded;

import org.jspecify.annotations.NullMarked;
