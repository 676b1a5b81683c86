package dev.reelroute.encode;

import dev.reelroute.inspect.SourceInfo;
import dev.reelroute.inspect.SourceInfo.Timeline;
import dev.reelroute.inspect.SourceInfo.VideoTrack;
import dev.reelroute.media.Rational;
import dev.reelroute.plan.Grid;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * FFmpeg filters that turn the frames of any source into ordinary ones. FFmpeg itself turns rotated frames upright
 * before the first filter.
 */
public final class VideoFilters {

    private static final String BT709 = "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv";

    /** pal8 is among them: its palette may have transparent colours. */
    private static final Pattern ALPHA = Pattern.compile("yuva|gbrap|rgba|argb|bgra|abgr|^ya\\d|^ayuv|^vuya|^pal8");

    /** Formats in which FFmpeg can draw bars as they are. */
    private static final Pattern BARS = Pattern.compile(
            "^(?:yuv[aj]?4(?:20|22|44|40|11|10)p(?:(?:9|10|12|14|16)le)?|nv12|gray(?:10le)?|rgb24|bgr24|gbrp|rgba|bgra)$");

    private final VideoTrack video;

    public VideoFilters(VideoTrack video) {
        this.video = video;
    }

    /**
     * Time zero is the first frame. Rounded, because the filter cuts off a fraction of a tick, and a tick too early can
     * be a frame too early.
     */
    String fromZero() {
        if (video.timeless()) {
            return "setpts=round(N*" + video.frameRate().den() + "/"
                    + video.frameRate().num() + "/TB)";
        }
        String step = video.frameRate().den() + "/" + video.frameRate().num();
        return "setpts=" + sinceStart(video, 0, step);
    }

    /**
     * Ticks since the first frame. Where the clock jumps, register 0 keeps the sum of all jumps.
     *
     * @param ahead seconds by which all times are too late
     * @param step seconds from one frame, or run of samples, to the next, as an expression of {@code setpts}
     */
    static String sinceStart(VideoTrack video, long ahead, String step) {
        String start = "-" + seconds(video.startMicros() + ahead * 1_000_000) + "/TB";
        if (!video.clockJumps()) {
            return "round(PTS" + start + ")";
        }
        String jump = "if(gt(PTS-PREV_INPTS," + SourceInfo.LONGEST_STEP + "/TB)+lt(PTS-PREV_INPTS,-"
                + SourceInfo.LONGEST_STEP_BACK + "/TB),PTS-PREV_INPTS-" + step + "/TB,0)";
        return "'st(0,ld(0)+if(isnan(PREV_INPTS),0," + jump + "));round(PTS-ld(0)" + start + ")'";
    }

    /**
     * Fits frames of another size or shape into that of the source's first ones, before filters that would stretch them or
     * read beyond them; those of the right size pass unchanged. Not for formats in which FFmpeg cannot draw the bars.
     */
    List<String> fitted() {
        if (!BARS.matcher(video.pixelFormat()).find()) {
            return List.of();
        }
        boolean upright = video.rotation() % 180 == 0;
        int wide = upright ? video.codedWidth() : video.codedHeight();
        int high = upright ? video.codedHeight() : video.codedWidth();
        Rational aspect = video.sampleAspect();
        Rational pixel = upright ? aspect : new Rational(aspect.den(), aspect.num());
        // Width over height of a frame as shown, in units of the first ones'.
        String shape = "iw*if(between(sar,0.25,4),sar,1)*" + pixel.den() + "*" + high + "/(ih*" + pixel.num() + "*" + wide + ")";
        return List.of(
                "scale=w='" + part(wide, shape, shape) + "':h='" + part(high, "1/(" + shape + ")", shape)
                        + "':eval=frame:interl=-1:flags=bicubic",
                "pad=" + wide + ":" + high + ":-1:-1:eval=frame",
                "setsar=" + pixel.num() + "/" + pixel.den());
    }

    /** Even, where bars are needed; a shape that is off by a little is not worth them. */
    private static String part(int whole, String part, String shape) {
        return "if(between(" + shape + ",0.98,1.02)," + whole + ",2*max(1,trunc(min(1," + part + ")*" + whole + "/2)))";
    }

    /**
     * Brings the frames onto the grid. Until the first frame of the source, that one is shown.
     *
     * @param chunk what is before it need not be there
     */
    String onGrid(Grid grid, int chunk, Timeline line) {
        boolean leads = chunk == 0 || grid.frameRate().seconds(grid.firstFrame(chunk)) * 1e6 <= line.firstMicros();
        // Otherwise a frame that ends within half a step of the grid would be left out, and there would be nothing to hold.
        return "fps=" + grid.frameRate() + ":round=near" + (leads ? ":start_time=0" : "")
                + (line.held() ? ":eof_action=pass" : "");
    }

    /** The given frames of the grid, whether they are there or the last one must stand for them. */
    static String held(long start, long end) {
        return "tpad=stop=-1:stop_mode=clone,trim=start_pts=" + start + ":end_pts=" + end;
    }

    /** Makes whole frames of fields; frames that are not marked as interlaced pass unchanged. */
    List<String> deinterlaced() {
        return video.interlaced() ? List.of("bwdif=mode=send_frame:deint=interlaced") : List.of();
    }

    /**
     * Puts transparent frames on black; others pass unchanged. Before any scaling, which would mix in the hidden
     * colours.
     */
    List<String> onBlack() {
        return hasAlpha() ? List.of("premultiply=inplace=1") : List.of();
    }

    /** Options that the decoder needs. */
    List<String> decoder() {
        // FFmpeg's own decoders of VP8 and VP9 do not read transparency.
        if (hasAlpha() && video.codec().matches("vp[89]")) {
            return List.of("-c:" + video.index(), video.codec().equals("vp8") ? "libvpx" : "libvpx-vp9");
        }
        return List.of();
    }

    private boolean hasAlpha() {
        return ALPHA.matcher(video.pixelFormat()).find();
    }

    /**
     * Brings HDR to SDR and wide colours to BT.709; nothing for ordinary frames. This is the slowest filter of all:
     * scale down before it.
     *
     * @param width of the frame at this point, even
     * @param height of the frame at this point, even
     */
    List<String> toneMapped(int width, int height) {
        if (!video.hdr()) {
            return isWide() ? narrowed(width, height) : List.of();
        }
        return List.of(
                "scale=" + width + ":" + height + ":flags=bicubic",
                "setparams=" + String.join(":", hdrTags()),
                "zscale=t=linear:npl=100",
                "format=gbrpf32le",
                "zscale=p=bt709",
                "tonemap=tonemap=hable:desat=0",
                "zscale=t=bt709:m=bt709:r=tv",
                "format=yuv420p");
    }

    /** SDR with the colours of BT.2020. Only the transfers that BT.2020 itself defines, which are those of BT.709. */
    private boolean isWide() {
        String transfer = video.transfer();
        return "bt2020".equals(video.primaries())
                && (transfer == null || transfer.startsWith("bt2020") || transfer.equals("bt709"));
    }

    private List<String> narrowed(int width, int height) {
        return List.of(
                "scale=" + width + ":" + height + ":flags=bicubic",
                "setparams=color_trc=bt709:" + String.join(":", hdrTags()),
                "zscale=p=bt709:t=bt709:m=bt709:r=tv",
                "format=yuv420p");
    }

    /** Square pixels of 8 bit 4:2:0 in BT.709: what every player shows correctly. */
    public List<String> standard(int width, int height) {
        return List.of(
                scale(width, height) + ":out_color_matrix=bt709:out_range=tv", "format=yuv420p", "setsar=1", BT709);
    }

    /** The same for a JPEG: BT.601 in full range. */
    List<String> still(int width, int height) {
        return List.of(scale(width, height) + ":out_color_matrix=bt601:out_range=pc", "format=yuv420p", "setsar=1");
    }

    private String scale(int width, int height) {
        String scale = "scale=" + width + ":" + height + ":flags=bicubic";
        return video.hdr() || isWide() ? scale : scale + matrixOfUntagged();
    }

    /**
     * FFmpeg takes every untagged frame for BT.601. Players take large ones for BT.709, and so did those who made them.
     */
    private String matrixOfUntagged() {
        boolean large = video.codedHeight() > 576 || video.codedWidth() > 1024;
        return video.matrix() == null && large ? ":in_color_matrix=bt709" : "";
    }

    /** zscale refuses to guess: what the stream leaves open is set to what HDR always is. */
    private List<String> hdrTags() {
        List<String> tags = new ArrayList<>();
        addMissing(tags, "color_primaries", video.primaries(), "bt2020");
        addMissing(tags, "colorspace", video.matrix(), "bt2020nc");
        addMissing(tags, "range", video.range(), "tv");
        return tags;
    }

    private static void addMissing(List<String> tags, String name, @Nullable String known, String otherwise) {
        tags.add(name + "=" + (known == null ? otherwise : known));
    }

    /** Exact seconds of whole µs, without an exponent. */
    static String seconds(long micros) {
        return String.format(
                Locale.ROOT,
                "%s%d.%06d",
                micros < 0 ? "-" : "",
                Math.abs(micros) / 1_000_000,
                Math.abs(micros) % 1_000_000);
    }

    static String seconds(double seconds) {
        return seconds(Math.round(seconds * 1e6));
    }
}
