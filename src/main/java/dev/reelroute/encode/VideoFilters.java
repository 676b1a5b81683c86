package dev.reelroute.encode;

import dev.reelroute.ffmpeg.FfmpegSettings;
import dev.reelroute.inspect.Colours;
import dev.reelroute.inspect.SourceInfo;
import dev.reelroute.inspect.SourceInfo.Joint;
import dev.reelroute.inspect.SourceInfo.Shape;
import dev.reelroute.inspect.SourceInfo.Timeline;
import dev.reelroute.inspect.SourceInfo.VideoTrack;
import dev.reelroute.media.Rational;
import dev.reelroute.plan.Grid;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * FFmpeg filters that turn the frames of any source into ordinary ones. FFmpeg itself turns rotated frames upright
 * before the first filter.
 */
public final class VideoFilters {

    private static final String BT709 = "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv";

    /**
     * zimg takes constant luminance apart by the curve of the camera, as BT.2020 has it, but writes RGB by the curve of
     * the display (BT.1886). This undoes the one and does the other.
     */
    private static final String CAMERA = IntStream.rangeClosed(0, 2)
            .mapToObj(channel -> "rgb".charAt(channel)
                    + "='maxval*if(lt(pow(val/maxval\\,2.4)\\,0.018054)\\,4.5*pow(val/maxval\\,2.4)"
                    + "\\,1.099297*pow(val/maxval\\,1.08)-0.099297)'")
            .collect(Collectors.joining(":", "lutrgb=", ""));

    /** pal8 is among them: its palette may have transparent colours. */
    private static final Pattern ALPHA = Pattern.compile("yuva|gbrap|rgba|argb|bgra|abgr|^ya\\d|^ayuv|^vuya|^pal8");

    /** Formats in which FFmpeg can draw bars as they are. */
    private static final Pattern BARS = Pattern.compile(
            "^(?:yuv[aj]?4(?:20|22|44|40|11|10)p(?:(?:9|10|12|14|16)le)?|nv12|gray(?:10le)?|rgb24|bgr24|gbrp|rgba|bgra)$");

    /** Formats of which four pixels share a sample of colour. */
    private static final Pattern FOURS = Pattern.compile("^yuvj?41[01]p");

    /**
     * Seconds by which the sum of a track's jumps may be off at a joint: any joint, as far as it is still nearer to that than to
     * another, and the next one.
     */
    private static final double SURELY = 0.3;

    private static final String MAYBE = "10";

    private static final int IN_A_ROW = 20;

    /** More frames than these that share a wrong time: one is missing before them, which could not be decoded. */
    private static final int MISTAKEN_IN_A_ROW = 100;

    private final VideoTrack video;

    public VideoFilters(VideoTrack video) {
        this.video = video;
    }

    /**
     * Time zero is the first frame. Rounded, because the filter cuts off a fraction of a tick, and a tick too early can
     * be a frame too early.
     */
    String fromZero(SourceInfo source) {
        if (video.timeless()) {
            return "setpts=round(N*" + video.frameRate().den() + "/"
                    + video.frameRate().num() + "/TB)";
        }
        String step = video.frameRate().den() + "/" + video.frameRate().num();
        if (source.way().counted() && !video.clockJumps()) {
            return "setpts=" + inTurn(step);
        }
        return "setpts=" + sinceStart(source, video.index(), 0, step);
    }

    /**
     * Each frame one step behind the one before, whatever its time says, as long as that is about right. Register 0 is the
     * place of the frame, 1 its time, 2 for how many frames the two have differed.
     */
    private String inTurn(String step) {
        return "'st(1,PTS-" + seconds(video.startMicros()) + "/TB);st(0,ld(0)+" + step + "/TB);"
                + "st(2,if(gt(abs(ld(1)-ld(0)),0.5*" + step + "/TB),ld(2)+1,0));"
                + "st(0,if(eq(N,0)+gt(ld(2)," + MISTAKEN_IN_A_ROW + ")+gt(abs(ld(1)-ld(0)),2.5*" + step
                + "/TB),ld(1),ld(0)));round(ld(0))'";
    }

    /**
     * Ticks since the first frame. Where the clock jumps, register 0 keeps the sum of all jumps, as if this track were alone; where
     * that is at a joint that the inspection knows, register 2 has what to take off all tracks there. Register 1 is the joint,
     * 3 whether nothing is to be found, 4 whether there is a jump, 5 by how much, 6 and 7 count the joints that it
     * may be, 8 is the sum of the jumps at one.
     *
     * @param ahead seconds by which all times are too late
     * @param step seconds from one frame, or run of samples, to the next, as an expression of {@code setpts}
     */
    static String sinceStart(SourceInfo source, int track, long ahead, String step) {
        VideoTrack video = source.video();
        String start = "-" + seconds(video.startMicros() + ahead * 1_000_000) + "/TB";
        if (!video.clockJumps()) {
            return "round(PTS" + start + ")";
        }
        long begin = source.way().begin(track);
        String back = "lt(PTS-PREV_INPTS,-" + SourceInfo.LONGEST_STEP_BACK + "/TB)";
        String jump = source.isBroadcast() ? "gt(PTS-PREV_INPTS," + SourceInfo.LONGEST_STEP + "/TB)+" + back : back;
        List<String> steps = new ArrayList<>(List.of(
                "if(isnan(PREV_INPTS),st(2," + seconds(begin) + "/TB),0)",
                "st(4,if(isnan(PREV_INPTS),0," + jump + "))",
                "st(3,not(ld(4)))",
                "st(5,if(ld(4),PTS-PREV_INPTS-" + step + "/TB,0))",
                "st(0,ld(0)+ld(5))"));
        List<Joint> joints = source.way().joints().getOrDefault(track, List.of());
        if (!joints.isEmpty()) {
            steps.add(atJoint(joints, begin));
        }
        steps.add("if(not(ld(3)),st(2,ld(2)+ld(5)),0)");
        steps.add("round(PTS-ld(2)" + start + ")");
        return "'" + String.join(";", steps) + "'";
    }

    /**
     * Where frames of two parts come in turn, the clock jumps to and fro: it may be the joint before, this one or the next. What
     * cannot be decoded at the beginning of a part is missing: then it is the next one if that is about right.
     */
    private static String atJoint(List<Joint> joints, long begin) {
        List<Joint> all = new ArrayList<>(List.of(new Joint(0, begin)));
        all.addAll(joints);
        double surely = IntStream.range(1, all.size())
                .mapToDouble(
                        i -> Math.abs(all.get(i).aloneMicros() - all.get(i - 1).aloneMicros()) / 2e6)
                .reduce(SURELY, Math::min);
        return "st(6,max(-1,ld(1)-2));while(not(ld(3))*lt(ld(6),ld(1)+2),"
                + "(st(6,ld(6)+1);st(7,min(ld(6),ld(1)+1));st(8," + chosen(all, Joint::aloneMicros, 0) + "/TB);"
                + "st(3,lt(ld(7)," + all.size() + ")*lt(abs(ld(0)-ld(8)),if(gt(ld(6),ld(7))," + MAYBE + ","
                + seconds(surely)
                + ")/TB))));"
                + "if(ld(4)*ld(3),(st(1,ld(7));st(0,ld(8));st(2," + chosen(all, Joint::offMicros, 0) + "/TB)),0)";
    }

    /** Seconds of the joint whose number is in register 7, as an expression that is short enough for a thousand of them. */
    private static String chosen(List<Joint> joints, ToLongFunction<Joint> micros, int first) {
        if (joints.size() == 1) {
            return seconds(micros.applyAsLong(joints.get(0)));
        }
        int half = joints.size() / 2;
        return "if(lt(ld(7)," + (first + half) + ")," + chosen(joints.subList(0, half), micros, first) + ","
                + chosen(joints.subList(half, joints.size()), micros, first + half) + ")";
    }

    /** FFmpeg reads no more than a hundred terms in a row. */
    private static String chain(List<String> terms, String sign) {
        if (terms.size() <= IN_A_ROW) {
            return String.join(sign, terms);
        }
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < terms.size(); i += IN_A_ROW) {
            groups.add("(" + String.join(sign, terms.subList(i, Math.min(terms.size(), i + IN_A_ROW))) + ")");
        }
        return chain(groups, sign);
    }

    /**
     * Fits frames of another size or shape into that of the source's first ones, before filters that would stretch them or
     * read beyond them; those of the right size pass unchanged. Not for formats in which FFmpeg cannot draw the bars.
     *
     * @param shapes of the pixels, where they change
     * @param ahead seconds by which the frames' times are before those of the shapes
     */
    List<String> fitted(List<Shape> shapes, double ahead) {
        if (!BARS.matcher(video.pixelFormat()).find()) {
            return List.of();
        }
        boolean upright = video.rotation() % 180 == 0;
        int wide = upright ? video.codedWidth() : video.codedHeight();
        int high = upright ? video.codedHeight() : video.codedWidth();
        Rational aspect = video.sampleAspect();
        Rational pixel = upright ? aspect : new Rational(/* num= */ aspect.den(), /* den= */ aspect.num());
        // Width over height of a frame as shown, in units of the first ones'.
        String shape = "iw*" + pixel(shapes, ahead, upright) + "*" + pixel.den() + "*" + high + "/(ih*" + pixel.num()
                + "*" + wide + ")";
        List<String> filters = new ArrayList<>(scalable());
        int evenWide = even(wide);
        int evenHigh = even(high);
        filters.addAll(List.of(
                "scale=w='" + part(evenWide, shape, shape) + "':h='" + part(evenHigh, "1/(" + shape + ")", shape)
                        + "':eval=frame:interl=-1:flags=bicubic",
                "pad=" + evenWide + ":" + evenHigh + ":-1:-1:eval=frame",
                "setsar=" + pixel.num() + "/" + pixel.den()));
        return filters;
    }

    /** The filter that draws bars rounds to whole samples of colour, and then refuses frames that are larger than that. */
    private int even(int pixels) {
        int step = FOURS.matcher(video.pixelFormat()).find() ? 4 : 2;
        return Math.max(step, pixels - pixels % step);
    }

    /** Width over height of a frame's pixel, as an expression: FFmpeg gives all frames the shape of the first ones. */
    private String pixel(List<Shape> shapes, double ahead, boolean upright) {
        if (shapes.isEmpty()) {
            return "if(between(sar,0.25,4),sar,1)";
        }
        List<String> terms = new ArrayList<>();
        double before = 0;
        for (Shape shape : shapes) {
            double aspect = upright
                    ? shape.sampleAspect().value()
                    : 1 / shape.sampleAspect().value();
            // Half a frame before, because times are rounded.
            double from = shape.fromMicros() / 1e6 - ahead - video.frameRate().seconds(1) / 2;
            String since = terms.isEmpty() ? "" : String.format(Locale.ROOT, "*gte(t,%.6f)", from);
            terms.add(String.format(Locale.ROOT, "(%.6f)", aspect - before) + since);
            before = aspect;
        }
        return "(" + chain(terms, "+") + ")";
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
        // Otherwise a frame that ends within half a step of the grid would be left out, and there would be nothing to
        // hold.
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

    /** Options before the input, by which packets that cannot be decoded are left out. */
    static List<String> packetFilters(FfmpegSettings settings, SourceInfo source) {
        int track = source.video().index();
        List<String> filters = settings.loopsBack() ? source.packetFilters(track) : List.of();
        return filters.isEmpty() ? List.of() : List.of("-bsf:" + track, String.join(",", filters));
    }

    private boolean hasAlpha() {
        return ALPHA.matcher(video.pixelFormat()).find();
    }

    /** Takes a mark from the frames with which they cannot be scaled; scaling alone needs no matrix. */
    List<String> scalable() {
        if (video.colours().isStrange()) {
            return List.of("setparams=colorspace=bt709");
        }
        // What it leaves open has a number there that is reserved.
        boolean isReserved = video.codec().equals("prores") && (video.primaries() == null || video.transfer() == null);
        return isReserved ? List.of("setparams=color_primaries=bt709:color_trc=bt709") : List.of();
    }

    /**
     * Brings HDR to SDR, and other primaries, transfers and matrices to those of BT.709; nothing for ordinary frames.
     * This is the slowest filter of all: scale down before it.
     *
     * @param width of the frame at this point, even
     * @param height of the frame at this point, even
     */
    List<String> toneMapped(int width, int height) {
        Colours colours = video.colours();
        if (!colours.converted()) {
            return List.of();
        }
        List<String> filters = new ArrayList<>();
        filters.addAll(scalable());
        filters.add("scale=" + width + ":" + height + ":flags=bicubic");
        if (colours.isRgb()) {
            filters.add("format=gbrp|gbrp10le|gbrp12le|gbrp16le");
        }
        filters.add("setparams=color_primaries=" + colours.primaries() + ":color_trc=" + colours.transfer()
                + ":colorspace=" + colours.matrix() + ":range=" + colours.range());
        if (colours.isConstantLuminance() && !colours.isHdr()) {
            filters.addAll(List.of("zscale=m=gbr:r=pc", "format=gbrp16le", CAMERA));
        }
        filters.addAll(
                colours.isHdr()
                        ? List.of(
                                // At once to RGB: constant luminance has no matrix for linear light.
                                "zscale=t=linear:m=gbr:npl=100",
                                "format=gbrpf32le",
                                "zscale=p=bt709",
                                "tonemap=tonemap=hable:desat=0",
                                "zscale=t=bt709:m=bt709:r=tv")
                        : List.of("zscale=p=bt709:t=bt709:m=bt709:r=tv"));
        filters.add("format=yuv420p");
        return filters;
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
        Colours colours = video.colours();
        boolean isSaid = colours.matrix().equals(video.matrix());
        return colours.converted() || isSaid || colours.isRgb()
                ? scale
                : scale + ":in_color_matrix=" + colours.matrix();
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
