package dev.reelroute.playback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reelroute.failure.FailureCode;
import dev.reelroute.failure.Misconfigured;
import dev.reelroute.failure.Refused;
import dev.reelroute.ledger.Visibility;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A token is believed when it is ours, unchanged and not over, for what it was made for and nothing else. */
class PlaybackTokensTest {

    private static final String VIDEO = "019a7c2e-5d1f-7b3a-9c44-0f6a2b8d1e90";
    private static final String OTHER = "019a7c2e-5d1f-7b3a-9c44-0f6a2b8d1e91";
    private static final String ONE = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String TWO = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[] {
        -1, -2, -3, -4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
        30, 31, 32
    });

    private final PlaybackTokens tokens = tokens(ONE);
    private final Instant later = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.SECONDS);

    @Test
    void aTokenGivesBackWhatItWasMadeOfAndIsShort() {
        Pass pass = Pass.of(VIDEO, later, "2001:db8::/32", "https://Shop.Example.org:443/");
        assertThat(tokens.require(tokens.of(pass), VIDEO, "2001:db8::1", "https://shop.example.org", null))
                .isEqualTo(new Pass(VIDEO, later, "2001:db8::/32", "https://shop.example.org"));
        assertThat(tokens.of(Pass.of(VIDEO, later, null, null)))
                .hasSizeLessThan(100)
                .matches("[A-Za-z0-9_-]+");
    }

    @Test
    void aTokenIsForOneVideoAndEnds() {
        String token = tokens.of(Pass.of(VIDEO, later, null, null));
        refused(tokens, token, OTHER, FailureCode.PLAYBACK_TOKEN_INVALID);
        String over = tokens.of(Pass.of(VIDEO, Instant.now().minusSeconds(1), null, null));
        refused(tokens, over, VIDEO, FailureCode.PLAYBACK_TOKEN_EXPIRED);
        refused(tokens, over, OTHER, FailureCode.PLAYBACK_TOKEN_INVALID);
    }

    @Test
    void noCharacterCanBeChanged() {
        String token = tokens.of(Pass.of(VIDEO, later, "10.0.0.0/8", "https://a.example"));
        for (int i = 0; i < token.length(); i++) {
            for (char other : "AQgw_-z".toCharArray()) {
                if (token.charAt(i) != other) {
                    String changed = token.substring(0, i) + other + token.substring(i + 1);
                    refused(tokens, changed, VIDEO, FailureCode.PLAYBACK_TOKEN_INVALID);
                }
            }
            refused(tokens, token.substring(0, i), VIDEO, FailureCode.PLAYBACK_TOKEN_INVALID);
            refused(tokens, token + token.charAt(i), VIDEO, FailureCode.PLAYBACK_TOKEN_INVALID);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "=", "....", "äöü", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void whatIsNoTokenIsRefused(String text) {
        refused(tokens, text, VIDEO, FailureCode.PLAYBACK_TOKEN_INVALID);
    }

    @Test
    void keysChangeWithoutABreak() {
        String before = tokens.of(Pass.of(VIDEO, later, null, null));
        PlaybackTokens both = tokens(TWO, ONE);
        String after = both.of(Pass.of(VIDEO, later, null, null));
        PlaybackTokens onlyNew = tokens(" " + TWO + " ", "");

        allowed(both, before);
        allowed(both, after);
        allowed(onlyNew, after);
        refused(onlyNew, before, VIDEO, FailureCode.PLAYBACK_TOKEN_INVALID);
        refused(tokens, after, VIDEO, FailureCode.PLAYBACK_TOKEN_INVALID);
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.7, true",
        "203.0.113.7, 203.0.113.8, false",
        "203.0.113.0/24, 203.0.113.255, true",
        "203.0.113.0/24, 203.0.114.1, false",
        "203.0.113.0/24, 2001:db8::1, false",
        "2001:db8::/32, 2001:db8:1::2, true",
        "2001:db8::/32, 2001:db9::1, false",
        "2001:db8::/32, 203.0.113.7, false",
    })
    void itHoldsForItsNetwork(String network, String client, boolean holds) {
        String token = tokens.of(Pass.of(VIDEO, later, network, null));
        if (holds) {
            assertThat(tokens.require(token, VIDEO, client, null, null).address())
                    .isEqualTo(network);
        } else {
            refused(() -> tokens.require(token, VIDEO, client, null, null), FailureCode.PLAYBACK_TOKEN_INVALID);
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "https://shop.example.org, -, true",
                "https://SHOP.example.org:443, -, true",
                "-, https://shop.example.org/watch?v=1#x, true",
                "-, https://shop.example.org, true",
                "https://shop.example.org, https://other.example/, true",
                "https://other.example, https://shop.example.org/, false",
                "null, https://shop.example.org/, false",
                "http://shop.example.org, -, false",
                "https://shop.example.org:8443, -, false",
                "https://shop.example.org.evil.example, -, false",
                "https://evil.example/https://shop.example.org, -, false",
                "https://shop.example.org@evil.example, -, false",
                "-, https://evil.example/?https://shop.example.org, false",
                "-, ::, false",
                "-, -, false",
            })
    void itHoldsForItsSitesPages(@Nullable String origin, @Nullable String referer, boolean holds) {
        String token = tokens.of(Pass.of(VIDEO, later, null, "https://shop.example.org"));
        if (holds) {
            assertThat(tokens.require(token, VIDEO, "127.0.0.1", origin, referer)
                            .video())
                    .isEqualTo(VIDEO);
        } else {
            refused(
                    () -> tokens.require(token, VIDEO, "127.0.0.1", origin, referer),
                    FailureCode.PLAYBACK_TOKEN_INVALID);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, https://a.example",
        "10.0.0.0/-1, https://a.example",
        "10.0.0.1/33, https://a.example",
        "10.0.0.1, ftp://a.example",
        "10.0.0.1, https://a.example/path",
        "10.0.0.1, a.example",
        "10.0.0.1, *",
    })
    void whatCannotHoldIsNotMade(String address, String origin) {
        assertThatThrownBy(() -> Pass.of(VIDEO, later, address, origin)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "AAAAAAAAAAAAAAAAAAAAAA=="})
    void aWeakKeyEndsTheStart(String key) {
        assertThatThrownBy(() -> tokens(key))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("reelroute.playback.keys")
                .hasMessageNotContaining("secret");
    }

    private static PlaybackTokens tokens(String... keys) {
        return new PlaybackTokens(new PlaybackProperties(
                Visibility.PUBLIC,
                Duration.ZERO,
                Way.REELROUTE,
                new PlaybackProperties.Distribution("", "", ""),
                Duration.ofHours(6),
                Duration.ofDays(7),
                List.of(keys)));
    }

    private static void allowed(PlaybackTokens tokens, String token) {
        assertThatCode(() -> tokens.require(token, VIDEO, "127.0.0.1", null, null))
                .doesNotThrowAnyException();
    }

    private static void refused(PlaybackTokens tokens, String token, String video, FailureCode code) {
        refused(() -> tokens.require(token, video, "10.0.0.1", "https://a.example", null), code);
    }

    private static void refused(Runnable asked, FailureCode code) {
        assertThatThrownBy(asked::run)
                .isInstanceOf(Refused.class)
                .extracting(thrown -> ((Refused) thrown).code())
                .isEqualTo(code);
    }
}
