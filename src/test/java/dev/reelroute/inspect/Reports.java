package dev.reelroute.inspect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What files say of themselves that would take too long to make. */
final class Reports {

    /** Ticks of both tracks in a second. */
    static final int TICKS = 1000;

    private Reports() {}

    /** One track of video, PID 256, and one of audio, PID 257. */
    static FileReport of(String container, String codec, CodecChanges changes) {
        return of(container, codec, 0, "aac", changes);
    }

    /** @param heldBack frames of the video by which they are stored in another order than they are shown */
    static FileReport of(String container, String codec, int heldBack, String audio, CodecChanges changes) {
        String json = """
                {
                  "format": {"format_name": "%s"},
                  "streams": [
                    {"index": 0, "id": "0x100", "codec_type": "video", "codec_name": "%s", "time_base": "1/%d",
                      "has_b_frames": %d},
                    {"index": 1, "id": "0x101", "codec_type": "audio", "codec_name": "%s", "time_base": "1/%3$d",
                      "sample_rate": "48000"}
                  ]
                }
                """.formatted(container, codec, TICKS, heldBack, audio);
        try {
            return FileReport.read(new ObjectMapper().readTree(json), 4_000_000_000L, changes);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A line for {@link PacketLine#parse}: a key frame, or some audio. */
    static String packet(int track, long tick, int ticks, long position) {
        return track + "," + tick + "," + tick + "," + ticks + "," + position + ",K__";
    }
}
