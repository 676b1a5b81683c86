/**
 * Tells others about the state of a video: webhooks by Standard Webhooks 1.0.0, from an outbox in the ledger, and a
 * user's own steps in the same way. Knows addresses, the ledger's rows and HTTP, but not media.
 */
@NullMarked
package dev.reelroute.notify;

import org.jspecify.annotations.NullMarked;
