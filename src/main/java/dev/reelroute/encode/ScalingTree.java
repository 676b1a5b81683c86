package dev.reelroute.encode;

import dev.reelroute.plan.Plan.Rendition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * From which frame size each rendition is scaled: the smallest one that is at least twice as wide and as high,
 * otherwise the source. A scaler reads all of its input, so four renditions scaled from the source cost four times as
 * much as one. And half of a frame that was scaled before looks like a quarter of the source: see {@code
 * docs/performance.md}. Renditions of one size share one scaler.
 */
public final class ScalingTree {

    /** Stands for the source, where others have the number of their frame size. */
    private static final int SOURCE = -1;

    private final List<Rendition> renditions;
    /** One of each size, the largest first. */
    private final List<Rendition> sizes = new ArrayList<>();

    public ScalingTree(List<Rendition> renditions) {
        this.renditions = List.copyOf(renditions);
        renditions.stream()
                .sorted(Comparator.comparingLong(ScalingTree::pixels).reversed())
                .filter(rendition -> sizes.stream().noneMatch(size -> isSameSize(size, rendition)))
                .forEach(sizes::add);
    }

    /**
     * A filter graph with the outputs {@code [o0]}, {@code [o1]} … in the order of the renditions.
     *
     * @param source input and at least one filter, such as {@code [0:0]fps=25}
     * @param scaling filters that bring any frame to the size and the format of a rendition
     */
    public String graph(String source, Function<Rendition, String> scaling) {
        List<String> chains = new ArrayList<>(List.of(chain(source, SOURCE)));
        for (int i = 0; i < sizes.size(); i++) {
            chains.add(chain("[s" + i + "]" + scaling.apply(sizes.get(i)), i));
        }
        return String.join(";", chains);
    }

    private String chain(String filters, int size) {
        List<String> outputs = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            if (from(i) == size) {
                outputs.add("[s" + i + "]");
            }
        }
        for (int i = 0; i < renditions.size(); i++) {
            if (size != SOURCE && isSameSize(sizes.get(size), renditions.get(i))) {
                outputs.add("[o" + i + "]");
            }
        }
        String split = outputs.size() == 1 ? "" : ",split=" + outputs.size();
        return filters + split + String.join("", outputs);
    }

    /** The frame size that another one is scaled from. */
    private int from(int size) {
        Rendition small = sizes.get(size);
        for (int i = size - 1; i >= 0; i--) {
            Rendition large = sizes.get(i);
            if (large.width() >= 2 * small.width() && large.height() >= 2 * small.height()) {
                return i;
            }
        }
        return SOURCE;
    }

    private static boolean isSameSize(Rendition one, Rendition other) {
        return one.width() == other.width() && one.height() == other.height();
    }

    private static long pixels(Rendition rendition) {
        return (long) rendition.width() * rendition.height();
    }
}
