/**
 * Servers inside the JVM for those who have none: S3 on plain files, SQS, H2. Nothing else may know that they exist.
 */
@NullMarked
package dev.reelroute.embedded;

import org.jspecify.annotations.NullMarked;
