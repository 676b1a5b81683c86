/**
 * What a worker does for each kind of task: the steps that routes call, between the pure packages (inspect, plan,
 * encode, check, publish) and the ledger, the store and FFmpeg. Decides little; each bean belongs to one route file.
 */
@NullMarked
package dev.reelroute.work;

import org.jspecify.annotations.NullMarked;
