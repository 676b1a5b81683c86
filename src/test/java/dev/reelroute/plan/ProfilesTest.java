package dev.reelroute.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfilesTest {

    private static final Path SHIPPED = Path.of("config/profiles");

    @TempDir
    Path folder;

    private String standard = "";

    @BeforeEach
    void readStandard() throws IOException {
        standard = Files.readString(SHIPPED.resolve("standard.yaml"));
    }

    @Test
    void theShippedOnesLoad() {
        Profiles profiles = new Profiles(SHIPPED);
        assertThat(profiles.all()).extracting(Profile::name).containsExactly("efficient", "preview", "standard");
        Profile profile = profiles.find("standard").orElseThrow();
        assertThat(profile.id()).matches("standard@[0-9a-f]{8}");
        assertThat(profile.ladder())
                .extracting(Profile.Rung::shortSide)
                .containsExactly(2160, 1440, 1080, 720, 480, 360, 240);
    }

    @Test
    void theRevisionIsOfTheContentAlone() throws IOException {
        String revision = load(standard).revision();
        assertThat(revision)
                .isEqualTo(new Profiles(SHIPPED).find("standard").orElseThrow().revision());
        assertThat(load(standard.replaceAll("(?m)^#.*$", "").replace("gopSeconds: 2", "gopSeconds: 2.0"))
                        .revision())
                .isEqualTo(revision);
        assertThat(load(standard.replace("crf: 23, maxrate: 400000", "crf: 24, maxrate: 400000"))
                        .revision())
                .isNotEqualTo(revision);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        gopSeconds: 2                 | gopSeconds: two               | gopSeconds: expected a number from 0.5 to 10.0, found "two"
        gopSeconds: 2                 | gopSecond: 2                  | gopSecond: unknown key, expected one of description, maxFrameRate
        segmentSeconds: 4             | segmentSeconds: 1             | segmentSeconds: expected a number from 2.0 to 30.0, found 1
        segmentSeconds: 4             | segmentSeconds: 3             | segmentSeconds: expected whole GOPs of gopSeconds: 2 or 4, found 3
        gopSeconds: 2                 | gopSeconds: 0.6               | segmentSeconds: expected whole GOPs of gopSeconds: 3.6 or 4.2, found 4
        segmentSeconds: 4             | segmentSeconds: 29            | segmentSeconds: expected whole GOPs of gopSeconds: 28 or 30, found 29
        preset: faster                | preset: fastest               | ladder[4].preset: expected one of
        shortSide: 480                | shortSide: 481                | ladder[4].shortSide: expected an even number, found 481
        shortSide: 480                | shortSide: 720                | ladder[4].shortSide: expected a size that no other rung of its codec has, found 720
        codec: libx264, preset: faster | preset: faster               | ladder[4].codec: expected one of [libsvtav1, libx264, libx265], found nothing
        codec: libx264, preset: faster | codec: libsvtav1, preset: faster | ladder[4].preset: expected one of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], found "faster"
        codec: libx264, preset: faster | codec: libsvtav1, preset: 10 | ladder[4].preset: expected one of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], found 10
        preset: faster, crf: 23       | preset: faster, crf: 52       | ladder[4].crf: expected a number from 0.0 to 51.0, found 52
        maxrate: 1500000              | maxrate: 1.5M                 | ladder[4].maxrate: expected a whole number from 50000 to 200000000, found "1.5M"
        columns: 10                   | columns: 0                    | storyboard.columns: expected a whole number from 1 to 30, found 0
        channels: 2                   | channel: 2                    | audio.encodings[0].channel: unknown key, expected one of codec, channels, bitrate
        codec: aac, channels: 2       | codec: libopus, channels: 2   | audio.encodings[0].codec: expected one of [aac], found "libopus"
        codec: aac, channels: 2       | codec: aac, channels: 6       | audio.encodings[0].channels: expected a whole number from 1 to 2, found 6
        channels: 6                   | channels: 5                   | audio.encodings[1].channels: expected 1, 2, 6 (5.1) or 8 (7.1), found 5
        channels: 6                   | channels: 2                   | audio.encodings[1].channels: expected codec and channels that no other encoding has
        '# loudness: -16'             | 'loudness: 16'                | audio.loudness: expected a number from -40.0 to -5.0, found 16
        poster:                       | posters:                      | posters: unknown key
        rows: 10                      | columns: 10                   | expected YAML: Duplicate field 'columns'
        maxChunks: 400                | maxChunks: [                  | expected YAML
        """)
    void errorsNameTheFileTheKeyAndWhatWasExpected(String right, String wrong, String message) {
        assertThat(standard).contains(right);
        assertThatThrownBy(() -> load(standard.replace(right, wrong)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(folder.resolve("standard.yaml").toString())
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        crf: 23, maxrate: 400000 | crf: 99, maxrate: 400000 | crf: 99 | ladder[6].crf: expected a number from 0.0 to 51.0, found 99
        crf: 23, maxrate: 400000 | crf: 23                  | shortSide: 240 | ladder[6].maxrate: expected a whole number
        gopSeconds: 2            | gopSecond: 2             | gopSecond: | gopSecond: unknown key, expected one of
        rows: 10                 | rows: {}                 | rows: {}  | storyboard.rows: expected a whole number from 1 to 30, found {}
        maxChunks: 400           | maxChunks: 400: 1        | maxChunks: 400: 1 | expected YAML: mapping values are not allowed here
        chunkSeconds:            | '\tchunkSeconds:'       | chunkSeconds: | expected YAML: found character '\\t(TAB)' that cannot start any token
        """)
    void errorsNameTheLine(String right, String wrong, String where, String message) {
        String text = standard.replace(right, wrong);
        int line = (int) text.substring(0, text.indexOf(where) + 1).lines().count();

        assertThatThrownBy(() -> load(text))
                .hasMessageStartingWith(folder.resolve("standard.yaml") + " line " + line + ": " + message);
    }

    @Test
    void aChangedFileThatMakesNoSenseLeavesWhatIsInForce() throws IOException {
        Files.writeString(folder.resolve("standard.yaml"), standard);
        Profiles profiles = new Profiles(folder);
        Profile before = profiles.find("standard").orElseThrow();

        assertThatThrownBy(() -> profiles.put(folder.resolve("standard.yaml"), "- a"))
                .hasMessage(folder.resolve("standard.yaml") + ": expected keys and values");
        assertThat(profiles.all()).containsExactly(before);
        assertThat(profiles.refused()).containsExactly(Map.entry("standard.yaml", "expected keys and values"));

        profiles.put(folder.resolve("standard.yaml"), standard.replace("maxChunks: 400", "maxChunks: 300"));
        assertThat(profiles.find("standard").orElseThrow().maxChunks()).isEqualTo(300);
        assertThat(profiles.refused()).isEmpty();
    }

    @Test
    void otherThingsThatAreNoProfileAreNamedToo() throws IOException {
        assertThatThrownBy(() -> load("")).hasMessageContaining("standard.yaml: expected keys and values");
        assertThatThrownBy(() -> load("- a")).hasMessageContaining("standard.yaml: expected keys and values");
        assertThatThrownBy(() -> load(standard.replaceAll("(?s)ladder:.*?\n\n", "ladder: []\n\n")))
                .hasMessageContaining("ladder: expected a list with at least one entry, found []");
        Files.delete(folder.resolve("standard.yaml"));
        assertThatThrownBy(() -> new Profiles(folder)).hasMessageContaining("expected at least one profile");
        assertThatThrownBy(() -> new Profiles(folder.resolve("none"))).hasMessageContaining("expected a folder");
        Files.writeString(folder.resolve("My Profile.yaml"), standard);
        assertThatThrownBy(() -> new Profiles(folder)).hasMessageContaining("a profile is named by its file");
    }

    @Test
    void aDraftBesideProfilesIsLeftOut() throws IOException {
        Files.writeString(folder.resolve("draft.yaml"), standard.replace("gopSeconds: 2", "gopSeconds: two"));
        Files.writeString(folder.resolve("standard.yaml"), standard);

        Profiles profiles = new Profiles(folder);

        assertThat(profiles.all()).extracting(Profile::name).containsExactly("standard");
        assertThat(profiles.refused()).containsOnlyKeys("draft.yaml");
    }

    @Test
    void everyCodecIsALadderOfItsOwn() throws IOException {
        Profile profile = load(standard.replace("ladder:\n", """
            ladder:
              - { shortSide: 480, codec: libsvtav1, preset: 8, crf: 63, maxrate: 900000 }
              - { shortSide: 720, codec: libx265, preset: fast, crf: 26, maxrate: 1900000 }
            """));
        assertThat(profile.ladder())
                .extracting(Profile.Rung::name)
                .containsExactly("2160p", "1440p", "1080p", "720p", "480p", "360p", "240p", "720p-hevc", "480p-av1");
        assertThatThrownBy(() -> load(standard.replace("libx264", "libx265")))
                .hasMessageContaining("ladder: expected a rung with libx264, which every player can show, found none");
    }

    @Test
    void anUnknownNameIsNotFound() {
        assertThat(new Profiles(SHIPPED).find("cinema")).isEmpty();
    }

    private Profile load(String content) throws IOException {
        Files.writeString(folder.resolve("standard.yaml"), content);
        return new Profiles(folder).find("standard").orElseThrow();
    }
}
