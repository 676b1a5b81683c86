package dev.reelroute.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of transport streams, packet by packet. */
class CodecChangesTest {

    private static final int PACKET = 188;
    private static final int PAYLOAD = PACKET - 4;
    private static final int TABLE = 0x50;
    private static final int OTHER_TABLE = 0x51;
    private static final int VIDEO = 0x100;
    private static final int AUDIO = 0x101;
    private static final int OTHER_VIDEO = 0x200;

    private static final int MPEG2 = 0x02;
    private static final int MPEG_AUDIO = 0x03;
    private static final int AAC = 0x0f;
    private static final int H264 = 0x1b;

    /** Of each part: more than three seconds. */
    private static final int FRAMES = 100;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();
    private final int[] counters = new int[0x2000];

    @BeforeEach
    void tables() {
        send(0, 0, programmes(1, TABLE, 2, OTHER_TABLE));
        send(TABLE, 0, tracks(1, VIDEO, MPEG2, AUDIO, MPEG_AUDIO));
        send(OTHER_TABLE, 0, tracks(2, OTHER_VIDEO, H264));
    }

    @Test
    void aPidWithAnotherCodecEndsThere() throws IOException {
        frames(VIDEO, FRAMES, 10);
        frames(AUDIO, FRAMES, 1);
        long change = stream.size();
        send(TABLE, 0, tracks(1, VIDEO, MPEG2, AUDIO, AAC));
        frames(VIDEO, FRAMES, 10);
        CodecChanges changes = read();
        assertThat(changes.firsts()).containsOnlyKeys(AUDIO);
        assertThat(changes.firsts().get(AUDIO)).isEqualTo(change + PACKET);
        assertThat(changes.before()).isBetween(FRAMES * 10L * 150, change);
    }

    @Test
    void aDamagedTableIsNotBelieved() throws IOException {
        frames(VIDEO, FRAMES, 10);
        byte[] table = tracks(1, VIDEO, MPEG2, AUDIO, AAC);
        for (int i = 0; i < table.length; i++) {
            byte[] damaged = table.clone();
            damaged[i] ^= 0x20;
            send(TABLE, 0, damaged);
        }
        assertThat(read()).isEqualTo(CodecChanges.NONE);
    }

    @Test
    void aPacketWithTheErrorBitIsNotRead() throws IOException {
        frames(VIDEO, FRAMES, 10);
        send(TABLE, 0x80, tracks(1, VIDEO, MPEG2, AUDIO, AAC));
        assertThat(read()).isEqualTo(CodecChanges.NONE);
    }

    @Test
    void aTableIsReadOnlyWithAllOfItsPackets() throws IOException {
        frames(VIDEO, FRAMES, 10);
        byte[] whole = twoPackets();
        assertThat(whole.length).isBetween(PAYLOAD, 2 * PAYLOAD);
        send(TABLE, 0, whole, true);
        assertThat(read()).isEqualTo(CodecChanges.NONE);
        send(TABLE, 0, whole);
        assertThat(read().firsts()).containsOnlyKeys(AUDIO);
    }

    @Test
    void aPacketThatIsSentTwiceDoesNoHarm() throws IOException {
        frames(VIDEO, FRAMES, 10);
        byte[] whole = twoPackets();
        int from = stream.size();
        send(TABLE, 0, whole);
        byte[] packets = stream.toByteArray();
        stream.reset();
        stream.write(packets, 0, from);
        for (int at = from; at < packets.length; at += PACKET) {
            stream.write(packets, at, PACKET);
            stream.write(packets, at, PACKET);
        }
        assertThat(read().firsts()).containsOnlyKeys(AUDIO);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20})
    void ofWhatChangesInTheFirstFramesNothingIsLost(int count) throws IOException {
        frames(VIDEO, count, 10);
        send(TABLE, 0, tracks(1, VIDEO, H264, AUDIO, MPEG_AUDIO));
        frames(VIDEO, FRAMES, 10);
        assertThat(read()).isEqualTo(CodecChanges.NONE);
        send(TABLE, 0, tracks(1, VIDEO, MPEG2, AUDIO, MPEG_AUDIO));
        assertThat(read().firsts()).as("a later one counts").containsOnlyKeys(VIDEO);
    }

    @Test
    void anotherProgrammeDoesNotCount() throws IOException {
        frames(VIDEO, FRAMES, 10);
        frames(OTHER_VIDEO, FRAMES, 10);
        send(OTHER_TABLE, 0, tracks(2, OTHER_VIDEO, MPEG2));
        assertThat(read()).isEqualTo(CodecChanges.NONE);
    }

    @Test
    void audioThatOnlyVanishesDoesNotLimitWhereTracksAreLookedFor() throws IOException {
        frames(VIDEO, FRAMES, 10);
        send(TABLE, 0, tracks(1, VIDEO, MPEG2, AUDIO + 1, AAC));
        assertThat(read().firsts()).containsOnlyKeys(AUDIO);
        assertThat(read().before()).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource({"100, true", "10, false"})
    void whatComesBehindTheVideoIsNotFoundIfItHadEnoughFrames(int count, boolean limited) throws IOException {
        frames(VIDEO, count, 10);
        send(TABLE, 0, tracks(1, OTHER_VIDEO + 1, H264, OTHER_VIDEO + 2, MPEG_AUDIO));
        assertThat(read().firsts()).containsOnlyKeys(VIDEO, AUDIO);
        assertThat(read().before() < Long.MAX_VALUE).isEqualTo(limited);
    }

    @Test
    void moreProgrammesThanATransponderHasAreNotLookedAt() throws IOException {
        frames(VIDEO, FRAMES, 10);
        send(TABLE, 0, tracks(1, VIDEO, H264, AUDIO, AAC));
        assertThat(read().firsts()).isNotEmpty();
        for (int i = 10; i < 511; i++) {
            send(TABLE, 0, tracks(i, VIDEO, H264));
        }
        assertThat(read()).isEqualTo(CodecChanges.NONE);
    }

    /** The audio is the last of many tracks. */
    private static byte[] twoPackets() {
        int[] tracks = new int[80];
        for (int i = 0; i < tracks.length; i += 2) {
            tracks[i] = 0x300 + i;
            tracks[i + 1] = AAC;
        }
        tracks[0] = VIDEO;
        tracks[1] = MPEG2;
        tracks[tracks.length - 2] = AUDIO;
        return tracks(1, tracks);
    }

    private CodecChanges read() throws IOException {
        return CodecChanges.in(Files.write(folder.resolve("a.ts"), stream.toByteArray()));
    }

    private void frames(int pid, int count, int packets) {
        for (int i = 0; i < count * packets; i++) {
            packet(pid, i % packets == 0 ? 0x40 : 0, new byte[PAYLOAD]);
        }
    }

    private void send(int pid, int flags, byte[] section) {
        send(pid, flags, section, false);
    }

    /** @param gap a packet was lost on the way */
    private void send(int pid, int flags, byte[] section, boolean gap) {
        byte[] pointed = new byte[section.length + 1];
        System.arraycopy(section, 0, pointed, 1, section.length);
        for (int at = 0; at < pointed.length; at += PAYLOAD) {
            byte[] payload = new byte[PAYLOAD];
            Arrays.fill(payload, (byte) 0xff);
            System.arraycopy(pointed, at, payload, 0, Math.min(PAYLOAD, pointed.length - at));
            counters[pid] += gap && at > 0 ? 1 : 0;
            packet(pid, flags | (at == 0 ? 0x40 : 0), payload);
        }
    }

    private void packet(int pid, int flags, byte[] payload) {
        stream.write(0x47);
        stream.write(flags | pid >> 8);
        stream.write(pid);
        stream.write(0x10 | (counters[pid]++ & 0x0f));
        stream.writeBytes(payload);
    }

    private static byte[] programmes(int... numbersAndPids) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {0, 1, (byte) 0xc1, 0, 0});
        for (int i = 0; i < numbersAndPids.length; i += 2) {
            body.writeBytes(new byte[] {0, (byte) numbersAndPids[i]});
            body.writeBytes(new byte[] {(byte) (0xe0 | numbersAndPids[i + 1] >> 8), (byte) numbersAndPids[i + 1]});
        }
        return sealed(0x00, body.toByteArray());
    }

    private static byte[] tracks(int programme, int... pidsAndTypes) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {(byte) (programme >> 8), (byte) programme, (byte) 0xc1, 0, 0});
        body.writeBytes(new byte[] {(byte) 0xe1, 0, (byte) 0xf0, 0});
        for (int i = 0; i < pidsAndTypes.length; i += 2) {
            int pid = pidsAndTypes[i];
            body.writeBytes(
                    new byte[] {(byte) pidsAndTypes[i + 1], (byte) (0xe0 | pid >> 8), (byte) pid, (byte) 0xf0, 0});
        }
        return sealed(0x02, body.toByteArray());
    }

    /** A section of a table with its length and check sum. */
    private static byte[] sealed(int table, byte[] body) {
        byte[] section = new byte[3 + body.length + 4];
        section[0] = (byte) table;
        section[1] = (byte) (0xb0 | (body.length + 4) >> 8);
        section[2] = (byte) (body.length + 4);
        System.arraycopy(body, 0, section, 3, body.length);
        int sum = -1;
        for (int i = 0; i < section.length - 4; i++) {
            for (int bit = 7; bit >= 0; bit--) {
                boolean carry = sum < 0 ^ (section[i] >> bit & 1) == 1;
                sum = sum << 1 ^ (carry ? 0x04c11db7 : 0);
            }
        }
        for (int i = 0; i < 4; i++) {
            section[section.length - 4 + i] = (byte) (sum >> (24 - 8 * i));
        }
        return section;
    }
}
