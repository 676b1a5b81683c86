package dev.reelroute.playback;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Files of media get the addresses that are wanted, playlists keep theirs. */
class SignedPlaylistsTest {

    @Test
    void aMasterPlaylistStaysAsItIs() {
        String master = """
                #EXTM3U
                #EXT-X-VERSION:7
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="aac",NAME="Ton",URI="audio-0/index.m3u8"
                #EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="avc1"
                180p/index.m3u8
                """;
        assertThat(rewritten("master.m3u8", master)).isEqualTo(master);
    }

    @Test
    void segmentsAndTheirHeaderAreElsewhere() {
        assertThat(rewritten("180p/index.m3u8", """
                #EXTM3U
                #EXT-X-MAP:URI="init-1.mp4"
                #EXTINF:1.000000,
                0-1.m4s
                #EXTINF:1.000000,
                1-2.m4s
                #EXT-X-ENDLIST
                """)).isEqualTo("""
                #EXTM3U
                #EXT-X-MAP:URI="https://s3/180p/init-1.mp4?a=1&b=$1"
                #EXTINF:1.000000,
                https://s3/180p/0-1.m4s?a=1&b=$1
                #EXTINF:1.000000,
                https://s3/180p/1-2.m4s?a=1&b=$1
                #EXT-X-ENDLIST
                """);
    }

    @Test
    void aManifestNamesThemInXml() {
        assertThat(rewritten("manifest.mpd", """
                <MPD mediaPresentationDuration="PT1S">
                  <BaseURL>./</BaseURL>
                  <SegmentList timescale="25">
                    <Initialization sourceURL="180p/init-1.mp4"/>
                    <SegmentURL media="180p/0-1.m4s"/>
                  </SegmentList>
                  <BaseURL>subtitles-de/a.vtt</BaseURL>
                </MPD>
                """)).isEqualTo("""
                <MPD mediaPresentationDuration="PT1S">
                  <BaseURL>./</BaseURL>
                  <SegmentList timescale="25">
                    <Initialization sourceURL="https://s3/180p/init-1.mp4?a=1&amp;b=$1"/>
                    <SegmentURL media="https://s3/180p/0-1.m4s?a=1&amp;b=$1"/>
                  </SegmentList>
                  <BaseURL>https://s3/subtitles-de/a.vtt?a=1&amp;b=$1</BaseURL>
                </MPD>
                """);
    }

    private static String rewritten(String name, String text) {
        return SignedPlaylists.rewritten(name, text, file -> "https://s3/" + file + "?a=1&b=$1");
    }
}
