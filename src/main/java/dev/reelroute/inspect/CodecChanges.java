package dev.reelroute.inspect;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the tables of a transport stream (PMT, ISO/IEC 13818-1 §2.4.4.8) change on the way. A PID may get another stream type:
 * FFmpeg has one codec for each PID, and takes the last one that it saw while it looked for tracks. Or a track goes on with
 * another PID: FFmpeg takes that for another track, if it is not told to do otherwise.
 *
 * @param firsts bytes of the file before the first packet of another codec, by PID
 * @param before bytes of packets, as FFmpeg counts them, after which it must have looked for tracks: not behind the first change
 *     of a PID's codec, or the end of the video
 * @param moves tracks go on with other PIDs
 * @param more FLV of several codecs: FFmpeg makes more tracks of it than it looks for
 */
public record CodecChanges(Map<Integer, Long> firsts, long before, boolean moves, boolean more) {

    static final CodecChanges NONE = new CodecChanges(Map.of(), Long.MAX_VALUE, false, false);

    private static final int SYNC = 0x47;
    private static final int PACKET = 188;
    /** The first bytes of a file in which packets are looked for. */
    private static final int START = 1 << 16;
    /** Packets in a row that begin with the sync byte: not by chance. */
    private static final int IN_A_ROW = 5;

    private static final int BUFFER = 1 << 20;
    /** Bytes of a packet's header, at most. */
    private static final int HEADER = 32;

    /**
     * With less FFmpeg may not even know what the file is. A codec of less is no recording: it is left to FFmpeg, which takes the
     * next one for the track's own.
     */
    private static final int LEAST = 1 << 16;

    /** With so much, or with so many frames of a track, FFmpeg knows all tracks. */
    private static final int ENOUGH = 1_000_000;

    private static final int ENOUGH_FRAMES = 75;

    /** No transponder has more; what claims more is not looked at. */
    private static final int MOST_PROGRAMMES = 500;

    /** Stream types of video. */
    private static final Set<String> VIDEO = Set.of("2", "16", "27", "32", "36", "51", "66", "209", "210", "234");

    private static final int PAT = 0;
    private static final int PMT = 2;

    /** CRC-32/MPEG-2 of each byte. */
    private static final int[] CHECK = new int[256];

    static {
        for (int i = 0; i < CHECK.length; i++) {
            int sum = i << 24;
            for (int bit = 0; bit < 8; bit++) {
                sum = sum < 0 ? sum << 1 ^ 0x04c11db7 : sum << 1;
            }
            CHECK[i] = sum;
        }
    }

    /** Whether a track that begins there is of what comes after a change. */
    boolean isBehind(long position) {
        return firsts.values().stream().anyMatch(first -> position >= first);
    }

    /** @return none for a file that is neither a transport stream nor FLV */
    static CodecChanges in(Path file) throws IOException {
        byte[] start;
        try (InputStream content = Files.newInputStream(file)) {
            start = content.readNBytes(START);
        }
        if (FlvTags.areIn(start)) {
            return new CodecChanges(NONE.firsts(), NONE.before(), NONE.moves(), FlvTags.change(file));
        }
        // Plain, with a time before each packet (Blu-ray), with check bytes behind each (DVB).
        for (int length : new int[] {PACKET, PACKET + 4, PACKET + 16}) {
            for (int offset = 0; offset < length; offset++) {
                if (isSynchronous(start, offset, length)) {
                    return new Reader(length).read(file, offset);
                }
            }
        }
        return NONE;
    }

    private static boolean isSynchronous(byte[] bytes, int offset, int length) {
        for (int i = 0; i < IN_A_ROW; i++) {
            if (offset + i * length >= bytes.length || bytes[offset + i * length] != SYNC) {
                return false;
            }
        }
        return true;
    }

    private static final class Reader {

        private final int length;
        private final Map<Integer, ByteArrayOutputStream> sections = new HashMap<>();
        private final Map<Integer, Integer> counters = new HashMap<>();
        private final Set<Integer> tables = new HashSet<>(Set.of(PAT));
        private final Map<Integer, String> codecs = new HashMap<>();
        private final Map<Integer, Long> firsts = new HashMap<>();
        private final Map<Integer, Long> begins = new HashMap<>();
        private final Map<Integer, Integer> current = new HashMap<>();
        private final Map<Integer, Integer> longest = new HashMap<>();
        private long content;
        private long before = Long.MAX_VALUE;
        private boolean moves;
        private final Map<Integer, Integer> frames = new HashMap<>();
        private final Set<Integer> listed = new LinkedHashSet<>();
        private final Map<Integer, List<Integer>> programmes = new HashMap<>();
        private @Nullable Integer used;
        private final Set<Integer> usedTracks = new HashSet<>();

        Reader(int length) {
            this.length = length;
        }

        CodecChanges read(Path file, int offset) throws IOException {
            byte[] packet = new byte[length];
            try (InputStream content = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
                content.skipNBytes(offset);
                long at = offset;
                while (content.readNBytes(packet, 0, length) == length) {
                    at += length;
                    if (packet[0] != SYNC) {
                        at += resynchronize(content, packet);
                    }
                    add(packet, at);
                    if (listed.size() > MOST_PROGRAMMES || programmes.size() > MOST_PROGRAMMES) {
                        return NONE;
                    }
                }
            }
            return new CodecChanges(Map.copyOf(firsts), before, moves, false);
        }

        /** Parts that were cut by bytes are joined anywhere. @return bytes that were skipped */
        private long resynchronize(InputStream content, byte[] packet) throws IOException {
            long skipped = 0;
            while (packet[0] != SYNC) {
                int next = 1;
                while (next < length && packet[next] != SYNC) {
                    next++;
                }
                System.arraycopy(packet, next, packet, 0, length - next);
                if (content.readNBytes(packet, length - next, next) < next) {
                    return skipped;
                }
                skipped += next;
            }
            return skipped;
        }

        /** @param end of the packet in the file */
        private void add(byte[] packet, long end) {
            int pid = ((packet[1] & 0x1f) << 8) | (packet[2] & 0xff);
            boolean hasPayload = (packet[3] & 0x10) != 0;
            boolean damaged = (packet[1] & 0x80) != 0;
            boolean begins = (packet[1] & 0x40) != 0;
            int at = 4 + ((packet[3] & 0x20) != 0 ? 1 + (packet[4] & 0xff) : 0);
            if (damaged || !hasPayload || at >= PACKET) {
                return;
            }
            if (!tables.contains(pid)) {
                count(pid, PACKET - at, begins);
                if (begins && codecs.containsKey(pid)) {
                    this.begins.put(pid, end - length);
                }
                return;
            }
            int counter = packet[3] & 0x0f;
            Integer last = counters.put(pid, counter);
            if (begins) {
                at += 1 + (packet[at] & 0xff);
                sections.put(pid, new ByteArrayOutputStream());
            } else if (last != null && counter == last) {
                // Sent twice.
                return;
            } else if (last != null && counter != (last + 1 & 0x0f)) {
                sections.remove(pid);
            }
            ByteArrayOutputStream section = sections.get(pid);
            if (section == null || at >= PACKET) {
                return;
            }
            section.write(packet, at, PACKET - at);
            byte[] bytes = section.toByteArray();
            if (bytes.length >= 3 && bytes.length >= 3 + number(bytes, 1, 0x0f)) {
                sections.remove(pid);
                int whole = 3 + number(bytes, 1, 0x0f);
                if (isSound(bytes, whole)) {
                    read(bytes, pid == PAT, whole - 4, end);
                }
            }
        }

        /** FFmpeg has a packet when the next one of its track begins. */
        private void count(int pid, int bytes, boolean begins) {
            if (before == Long.MAX_VALUE && codecs.containsKey(pid)) {
                if (begins) {
                    frames.merge(pid, 1, Integer::sum);
                }
                content += begins ? bytes - HEADER : bytes;
                int all = begins ? bytes : current.getOrDefault(pid, 0) + bytes;
                current.put(pid, all);
                longest.merge(pid, all, Math::max);
            }
        }

        /** With the check sum, that of all is zero. */
        private static boolean isSound(byte[] section, int length) {
            int sum = -1;
            for (int i = 0; i < length; i++) {
                sum = sum << 8 ^ CHECK[(sum >>> 24) ^ (section[i] & 0xff)];
            }
            return sum == 0;
        }

        /** @param length without the check sum */
        private void read(byte[] section, boolean programmes, int length, long end) {
            boolean isCurrent = length > 8 && (section[5] & 1) == 1;
            if (programmes && isCurrent && section[0] == PAT) {
                for (int at = 8; at + 4 <= length; at += 4) {
                    boolean isNetwork = number(section, at, 0xff) == 0;
                    if (!isNetwork) {
                        tables.add(number(section, at + 2, 0x1f));
                        listed.add(number(section, at, 0xff));
                    }
                }
            } else if (!programmes && isCurrent && section[0] == PMT && length > 12) {
                Map<Integer, String> tracks = new LinkedHashMap<>();
                for (int at = 12 + number(section, 10, 0x0f); at + 5 <= length; ) {
                    int described = at + 5 + number(section, at + 3, 0x0f);
                    tracks.put(number(section, at + 1, 0x1f), codec(section, at, Math.min(described, length)));
                    at = described;
                }
                table(number(section, 3, 0xff), tracks, end);
            }
        }

        /** @param tracks codecs by PID, in the order of the table */
        private void table(int programme, Map<Integer, String> tracks, long end) {
            List<Integer> now = List.copyOf(tracks.keySet());
            List<Integer> past = programmes.getOrDefault(programme, now);
            tracks.forEach((pid, codec) -> {
                String known = codecs.putIfAbsent(pid, codec);
                if (known != null && !known.equals(codec) && isUsed(pid)) {
                    changes(pid, codec, end);
                }
            });
            List<Integer> before = past.subList(0, Math.min(past.size(), now.size()));
            List<Integer> after = now.subList(0, before.size());
            boolean same = before.stream()
                    .map(codecs::get)
                    .toList()
                    .equals(after.stream().map(codecs::get).toList());
            moves |= same && !before.equals(after) && (used == null || used == programme);
            past.stream()
                    .filter(pid -> !same && !tracks.containsKey(pid) && isUsed(pid))
                    .forEach(pid -> vanishes(pid, end));
            use(programme, now);
        }

        /** As {@link FileReport} does, of the first programme with video. */
        private void use(int programme, List<Integer> tracks) {
            if (programmes.put(programme, tracks) == null) {
                Integer first = listed.stream()
                        .filter(each -> programmes.getOrDefault(each, List.of()).stream()
                                .anyMatch(this::isVideo))
                        .findFirst()
                        .orElse(null);
                if (!Objects.equals(used, first)) {
                    usedTracks.clear();
                }
                used = first;
            }
            if (used != null && used == programme) {
                usedTracks.addAll(tracks);
            }
        }

        private boolean isUsed(int pid) {
            return used == null || usedTracks.contains(pid);
        }

        private void changes(int pid, String codec, long end) {
            limit();
            if (before < Long.MAX_VALUE) {
                ends(pid, end);
            } else {
                codecs.put(pid, codec);
            }
        }

        /** FFmpeg must not look further than here, if it can know the tracks by then. */
        private void limit() {
            if (before == Long.MAX_VALUE) {
                long held = longest.values().stream().mapToLong(bytes -> bytes).sum();
                long known = content - held;
                boolean enough = known >= ENOUGH
                        || frames.entrySet().stream()
                                .anyMatch(track -> isUsed(track.getKey()) && track.getValue() >= ENOUGH_FRAMES);
                before = known >= LEAST && enough ? known : before;
            }
        }

        /** The other tracks of a recording end with its video. */
        private void vanishes(int pid, long end) {
            if (isVideo(pid)) {
                limit();
            }
            ends(pid, end);
        }

        private void ends(int pid, long end) {
            // The last frame of video has no end.
            firsts.putIfAbsent(pid, isVideo(pid) ? begins.getOrDefault(pid, end) : Long.valueOf(end));
        }

        private boolean isVideo(int pid) {
            return VIDEO.contains(codecs.getOrDefault(pid, ""));
        }

        private static int number(byte[] bytes, int at, int mask) {
            return ((bytes[at] & mask) << 8) | (bytes[at + 1] & 0xff);
        }

        /** The stream type; of a private one, what describes it. MPEG-1 and MPEG-2 have the same decoders. */
        private static String codec(byte[] section, int at, int end) {
            int type = section[at] & 0xff;
            if (type != 0x06) {
                return Integer.toString(type == 0x01 ? 0x02 : type == 0x04 ? 0x03 : type);
            }
            Set<String> described = new TreeSet<>();
            for (int i = at + 5; i + 2 <= end; i += 2 + (section[i + 1] & 0xff)) {
                int tag = section[i] & 0xff;
                // Registration, by its four letters; AC-3, Enhanced AC-3, DTS, AAC, subtitles, teletext, and DVB's
                // extensions.
                if (tag == 0x05 && i + 6 <= end) {
                    described.add("" + number(section, i + 2, 0xff) + "." + number(section, i + 4, 0xff));
                } else if (Set.of(0x6a, 0x7a, 0x7b, 0x7c, 0x59, 0x56, 0x7f).contains(tag)) {
                    described.add(Integer.toString(tag));
                }
            }
            return type + " " + described;
        }
    }
}
