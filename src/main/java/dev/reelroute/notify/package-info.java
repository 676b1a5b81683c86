/**
 * Tells others what became of a video: webhooks as Standard Webhooks 1.0.0 has them, from an outbox in the ledger, and the steps of a user's own in the same way. Knows the ledger's rows and HTTP; nothing of media.
 */
@NullMarked
package dev.reelroute.notify;

import org.jspecify.annotations.NullMarked;
