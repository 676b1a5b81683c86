package dev.reelroute.media.traits;

import dev.reelroute.media.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compares what was published with what it should look like, frame by frame. */
final class Likeness {

    /** Wrong orientation, aspect, matrix or range, or a frame too early or late: all stay below, see the test. */
    static final double SAME = 30;

    private static final String STANDARD = "format=yuv420p,setsar=1,setparams=range=tv:colorspace=bt709";

    private Likeness() {}

    /**
     * @param folder where the truth's files are
     * @param truth FFmpeg's input
     * @param published address or file, in BT.709
     * @param size of a frame, such as {@code 320x180}
     * @return PSNR of each frame in dB, as many as the longer of both has
     */
    static List<Double> of(Path folder, List<String> truth, String published, String size, String rate) {
        Path log = folder.resolve("psnr.log");
        List<String> arguments = new ArrayList<>(truth);
        arguments.addAll(List.of(
                "-i",
                published,
                "-lavfi",
                "[0:v:0]setpts=PTS-STARTPTS,fps=" + rate + ":round=near,setpts=N,scale=" + size.replace('x', ':')
                        + ":flags=bicubic:out_color_matrix=bt709:out_range=tv," + STANDARD + "[truth];"
                        + "[1:v:0]settb=1/(" + rate + "),setpts=N," + STANDARD + "[published];"
                        + "[truth][published]psnr=stats_file=" + log.getFileName(),
                "-fps_mode",
                "passthrough",
                "-f",
                "null",
                "-"));
        Programs.ffmpeg(folder, arguments).succeeded();
        try {
            return Files.readAllLines(log).stream()
                    .map(line -> line.replaceFirst(".*psnr_avg:(\\S+).*", "$1"))
                    .map(psnr -> psnr.equals("inf") ? 100 : Double.parseDouble(psnr))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
