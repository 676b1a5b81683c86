/** Puts a video's stream into a video element: HLS through hls.js, else the browser's own HLS, else the MP4. */
import Hls from "../vendor/hls.js-1.7.4/hls.min.mjs";
import { offerAirPlay } from "./airplay.js";
import { offerCaptions } from "./captions.js";
import { offerQualities, offerAudioTracks } from "./menus.js";
import { holdOn } from "./outages.js";

/**
 * @param {HTMLVideoElement} screen
 * @param {Object<string, string>} playback the video's `playback`
 * @param {{captions?: object, audio?: object}} choices what the viewer chose; kept up to date
 * @param {(sentence: string|null) => void} tell what is wrong; null when it is no longer
 * @returns {{letGo: () => void, hasBegun: () => boolean}} letGo: of the element and of the network; hasBegun: it can be
 *     sent anywhere
 */
export function attachStream(screen, playback, choices, tell) {
    if (playback.hls && Hls.isSupported()) {
        return attachHls(screen, playback, choices, tell);
    }
    const native = playback.hls && screen.canPlayType("application/vnd.apple.mpegurl");
    screen.src = native ? playback.hls : playback.mp4;
    addStoryboard(screen, playback.storyboard);
    const onError = () => tell("This browser cannot play the video.");
    screen.addEventListener("error", onError);
    return {
        letGo() {
            screen.removeEventListener("error", onError);
            screen.removeAttribute("src");
            screen.load();
        },
        hasBegun: () => screen.readyState >= HTMLMediaElement.HAVE_METADATA,
    };
}

function attachHls(screen, playback, choices, tell) {
    const hls = new Hls({
        // CMAF needs no conversion in the browser, so that a worker would only cost a wider security policy.
        enableWorker: false,
        capLevelToPlayerSize: true,
        renderTextTracksNatively: false, // see captions.js
        // Those within the video's frames are not in the menu: they would come and go with the rendition.
        enableCEA708Captions: false,
        audioPreference: choices.audio,
    });
    hls.once(Hls.Events.MANIFEST_PARSED, () => {
        offerQualities(hls, screen);
        addStoryboard(screen, playback.storyboard);
    });
    offerAudioTracks(hls, screen, choices);
    offerCaptions(hls, screen, choices);
    offerAirPlay(hls, screen, playback.hls);
    const giveUp = holdOn(hls, playback.hls, tell);
    // Sent to its last segment before it chose its first audio track, hls.js 1.7.4 never ends the stream, and nothing is shown.
    let videoBegun = false;
    let audioBegun = false;
    hls.on(Hls.Events.FRAG_CHANGED, () => (videoBegun = true));
    hls.on(Hls.Events.AUDIO_TRACK_SWITCHED, () => (audioBegun = true));
    hls.loadSource(playback.hls);
    hls.attachMedia(screen);
    return {
        letGo() {
            giveUp();
            hls.destroy();
        },
        hasBegun: () => videoBegun && (audioBegun || hls.audioTracks.length === 0),
    };
}

function addStoryboard(screen, url) {
    if (url) {
        const track = document.createElement("track");
        Object.assign(track, { kind: "metadata", label: "thumbnails", src: url, default: true });
        screen.append(track);
    }
}
