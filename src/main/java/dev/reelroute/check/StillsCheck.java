package dev.reelroute.check;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Setback;
import dev.reelroute.plan.Plan.Stills;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Checks that poster and storyboard are all there, whole, and of the planned sizes. */
public final class StillsCheck {

    /**
     * The poster's name in the work directory.
     *
     * @throws Setback {@code OUTPUT_CHECK_FAILED} with the image and what differed
     */
    public String poster(Stills stills, Path work) {
        return require(work, "poster.jpg", stills.posterWidth(), stills.posterHeight());
    }

    /**
     * Names of the storyboard's sprites in the work directory.
     *
     * @throws Setback {@code OUTPUT_CHECK_FAILED} with the image and what differed
     */
    public List<String> sprites(Stills stills, Path work) {
        List<String> images = new ArrayList<>();
        int perSprite = stills.columns() * stills.rows();
        for (int sprite = 0; sprite * perSprite < stills.count(); sprite++) {
            images.add(require(
                    work,
                    String.format(Locale.ROOT, "storyboard-%03d.jpg", sprite),
                    stills.columns() * stills.tileWidth(),
                    stills.rows() * stills.tileHeight()));
        }
        return images;
    }

    private static String require(Path work, String name, int width, int height) {
        Path file = work.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw differs(name + " is missing.");
        }
        try {
            String size = size(ByteBuffer.wrap(Files.readAllBytes(file)));
            if (!size.equals(width + "x" + height)) {
                throw differs(name + " is " + size + ", planned " + width + "x" + height + ".");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return name;
    }

    /** Width and height from the frame header, of an image that has its end (ITU-T T.81, annex B). */
    private static String size(ByteBuffer jpeg) {
        int end = jpeg.limit();
        if (end < 4 || jpeg.getShort(0) != (short) 0xffd8 || jpeg.getShort(end - 2) != (short) 0xffd9) {
            return "cut off";
        }
        for (int at = 2; at + 9 < end; at += 2 + Short.toUnsignedInt(jpeg.getShort(at + 2))) {
            int marker = Short.toUnsignedInt(jpeg.getShort(at));
            // SOF0 to SOF2: baseline, extended, progressive.
            if (marker >= 0xffc0 && marker <= 0xffc2) {
                return Short.toUnsignedInt(jpeg.getShort(at + 7)) + "x" + Short.toUnsignedInt(jpeg.getShort(at + 5));
            }
            if (marker >>> 8 != 0xff) {
                break;
            }
        }
        return "no image";
    }

    private static Setback differs(String what) {
        return new Setback(FailureCode.OUTPUT_CHECK_FAILED, what);
    }
}
