package dev.reelroute.inspect;

import dev.reelroute.inspect.SourceInfo.Joint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The clock of a track in a stream that may have been joined from several, packet by packet: how far it is ahead of
 * where it would be if it had never jumped.
 */
final class Clock {

    private final double tick;
    private final FileReport report;
    private @Nullable Long before;
    private long step;
    private long offset;
    private long delay;
    private int jumps;
    private final List<Joint> joints;

    /** @param joints what to take off behind each jump; where they do not say so, as much as makes this track go on */
    Clock(FileReport.Track track, FileReport report, Joints joints) {
        this.tick = track.timeBase().value();
        this.report = report;
        this.joints = joints.tracks().getOrDefault(track.index(), List.of());
        this.offset = Math.round(joints.begins().getOrDefault(track.index(), 0L) / 1e6 / tick);
    }

    /**
     * When the next packet of the file is shown, before {@link #offset} is taken off; null where nobody knows. AVI has decoding
     * times only, a stream without a container none at all; MPEG-PS gives times to some of its frames, and those between them are
     * shown as long after their decoding.
     */
    @Nullable
    Long shown(PacketLine packet) {
        Long pts = packet.pts();
        Long dts = packet.dts();
        if (pts == null) {
            return dts == null ? null : Long.valueOf(dts + delay);
        }
        delay = dts == null ? delay : pts - dts;
        return pts;
    }

    /** Ticks to take off the times of this packet, the next one in the file. */
    long offset(PacketLine packet) {
        Long now = packet.dts() == null ? packet.pts() : packet.dts();
        if (report.mayRestart() && now != null) {
            if (before != null && isJump((now - before) * tick)) {
                offset = jumps < joints.size()
                        ? Math.round(joints.get(jumps).offMicros() / 1e6 / tick)
                        : offset + now - before - step;
                jumps++;
            } else if (before != null) {
                step = now - before;
            }
            before = now;
        }
        return offset;
    }

    /** How often, up to now. */
    int jumps() {
        return jumps;
    }

    /** @param seconds from one packet to the next; see {@link SourceInfo.VideoTrack#clockJumps} */
    private boolean isJump(double seconds) {
        return (report.joinable() && seconds > SourceInfo.LONGEST_STEP) || seconds < -SourceInfo.LONGEST_STEP_BACK;
    }
}
