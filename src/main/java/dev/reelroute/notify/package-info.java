/**
 * Tells others what became of a video: webhooks as Standard Webhooks 1.0.0 has them, from an outbox in the ledger. Knows the ledger's rows and HTTP; nothing of media.
 */
@NullMarked
package dev.reelroute.notify;

import org.jspecify.annotations.NullMarked;
