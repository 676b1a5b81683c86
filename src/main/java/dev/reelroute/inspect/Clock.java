package dev.reelroute.inspect;

import org.jspecify.annotations.Nullable;

/**
 * The clock of a track in a stream that may have been joined from several, packet by packet: how far it is ahead of
 * where it would be if it had never jumped.
 */
final class Clock {

    private final double tick;
    private final boolean mayJump;
    private @Nullable Long before;
    private long step;
    private long offset;
    private boolean jumped;

    /** @param tick seconds */
    Clock(double tick, boolean mayJump) {
        this.tick = tick;
        this.mayJump = mayJump;
    }

    /** Ticks to take off the times of this packet, the next one in the file. */
    long offset(PacketLine packet) {
        Long now = packet.dts() == null ? packet.pts() : packet.dts();
        if (mayJump && now != null) {
            if (before != null && isJump((now - before) * tick)) {
                offset += now - before - step;
                jumped = true;
            } else if (before != null) {
                step = now - before;
            }
            before = now;
        }
        return offset;
    }

    boolean jumped() {
        return jumped;
    }

    /** @param seconds from one packet to the next; see {@link SourceInfo.VideoTrack#clockJumps} */
    private static boolean isJump(double seconds) {
        return seconds > SourceInfo.LONGEST_STEP || seconds < -SourceInfo.LONGEST_STEP_BACK;
    }
}
