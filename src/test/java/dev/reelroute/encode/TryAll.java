package dev.reelroute.encode;

import dev.reelroute.inspect.*;
import dev.reelroute.plan.*;
import java.nio.file.*;
import java.util.*;
import java.util.stream.*;

class TryAll {
    public static void main(String[] a) throws Exception {
        Profile profile = Pipeline.profile("standard");
        boolean full = a[0].equals("full");
        for (int i = 1; i < a.length; i++) {
            Path source = Path.of(a[i]);
            String name = source.getFileName().toString();
            try {
                Path work = Files.createTempDirectory(Path.of("/tmp/media-scratch"), "w");
                Pipeline p = new Pipeline(source, work);
                long t = System.nanoTime();
                Plan plan = p.plan(profile);
                long t2 = System.nanoTime();
                SourceInfo.VideoTrack v = plan.source().video();
                System.out.printf(
                        "%s %s %dx%d F=%s vfr=%s frames=%d t0=%d dur=%.3f rot=%d hdr=%s il=%s seek=%s kf=%.2f audio=%d chunks=%d %s warn=%s probe=%dms%n",
                        name,
                        v.codec(),
                        v.width(),
                        v.height(),
                        v.frameRate(),
                        v.variableFrameRate(),
                        v.frames(),
                        v.startMicros(),
                        plan.source().duration(),
                        v.rotation(),
                        v.hdr(),
                        v.interlaced(),
                        v.seekable(),
                        v.keyFrameSeconds(),
                        plan.audio().size(),
                        plan.grid().chunks(),
                        plan.renditions().stream()
                                .map(r -> r.name() + ":" + r.width() + "x" + r.height())
                                .collect(Collectors.joining(" ")),
                        plan.source().warnings().stream().map(w -> w.code()).toList(),
                        (t2 - t) / 1000000);
                if (!full) continue;
                List<String> w = new ArrayList<>();
                for (int c = 0; c < plan.grid().chunks(); c++) w.addAll(p.chunk(plan, c, Approach.NEAR));
                for (var r : plan.renditions()) {
                    List<Long> times = p.decodedTimes(r);
                    Set<Long> steps = new HashSet<>();
                    for (int k = 1; k < times.size(); k++) steps.add(times.get(k) - times.get(k - 1));
                    System.out.printf(
                            "   %s frames %d/%d first %s steps %s%n",
                            r.name(), times.size(), plan.grid().frames(), times.isEmpty() ? "-" : times.get(0), steps);
                }
                for (var r : plan.audio()) {
                    w.addAll(p.audio(plan, r));
                    List<Long> times = Pipeline.times(p.joined(r.name()), "a:0");
                    Set<Long> steps = new HashSet<>();
                    for (int k = 1; k < times.size(); k++) steps.add(times.get(k) - times.get(k - 1));
                    System.out.printf(
                            "   %s frames %d first %d end %.4f (video %.4f) steps %s segs %d%n",
                            r.name(),
                            times.size(),
                            times.get(0),
                            (times.get(times.size() - 1) + 1024) / 48000.0,
                            plan.grid().duration(),
                            steps,
                            p.segments(r.name()).size());
                }
                w.addAll(p.stills(plan));
                System.out.println(
                        "   stills " + plan.stills() + " kf=" + plan.stills().keyFramesOnly(v) + " "
                                + Stream.of(work.toFile().list())
                                        .filter(s -> s.endsWith("jpg"))
                                        .sorted()
                                        .toList());
                System.out.println("   " + work + " " + w);
            } catch (Throwable e) {
                System.out.println(name + " !! " + e);
            }
        }
    }
}
