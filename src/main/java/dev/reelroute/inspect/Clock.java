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
    private final boolean byKeyFrames;
    private @Nullable Long before;
    private long step;
    private long offset;
    private long delay;
    private int jumps;
    private long overlap;
    private final List<Joint> joints;

    /** @param joints what to take off behind each jump; where they do not say so, as much as makes this track go on */
    Clock(FileReport.Track track, FileReport report, Joints joints) {
        this.tick = track.timeBase().value();
        this.report = report;
        // Matroska has no decoding times: those that FFmpeg makes up begin with none, or with presentation times.
        this.byKeyFrames = track.kind().equals("video") && report.container().contains("matroska");
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

    /**
     * Ticks to take off the times of this packet, the next one in the file. Where only the order tells when it is decoded, frames go to
     * and fro by several steps, which may be seconds; but a key frame is shown behind all that come before it.
     */
    long offset(PacketLine packet) {
        Long now = byKeyFrames ? shown(packet) : decoded(packet);
        if (report.mayRestart() && now != null) {
            Long last = before;
            if (last != null && (!byKeyFrames || packet.keyFrame()) && isJump((now - last) * tick)) {
                offset = jumps < joints.size()
                        ? Math.round(joints.get(jumps).offMicros() / 1e6 / tick)
                        : offset + now - last - step;
                jumps++;
                before = now;
            } else {
                overlap += last != null && packet.keyFrame() && now < last ? last - now + step : 0;
                step = byKeyFrames ? told(packet) : last == null ? step : now - last;
                before = byKeyFrames && last != null ? Math.max(last, now) : now;
            }
        }
        return offset;
    }

    private static @Nullable Long decoded(PacketLine packet) {
        return packet.dts() == null ? packet.pts() : packet.dts();
    }

    private long told(PacketLine packet) {
        Long duration = packet.duration();
        return duration == null ? step : duration;
    }

    /** Ticks by which parts begin before the one before has ended, without a jump: there, one hides the other. */
    long overlap() {
        return overlap;
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
