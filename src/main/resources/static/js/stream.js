/** Puts a video's stream into a video element: HLS through hls.js, else the browser's own HLS, else the MP4. */
import Hls from "../vendor/hls.js-1.7.4/hls.min.mjs";
import { offerAirPlay } from "./airplay.js";
import { offerCaptions } from "./captions.js";
import { offerQualities, offerSoundTracks } from "./menus.js";
import { holdOn } from "./outages.js";

/**
 * @param {HTMLVideoElement} screen
 * @param {Object<string, string>} playback the video's `playback`
 * @param {{captions?: object, sound?: object}} choices what the viewer chose; kept up to date
 * @param {(sentence: string|null) => void} tell what is wrong; null when it is no longer
 * @returns {() => void} lets go of the element and of the network
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
    return () => {
        screen.removeEventListener("error", onError);
        screen.removeAttribute("src");
        screen.load();
    };
}

function attachHls(screen, playback, choices, tell) {
    const hls = new Hls({
        // CMAF needs no conversion in the browser, so that a worker would only cost a wider security policy.
        enableWorker: false,
        capLevelToPlayerSize: true,
        renderTextTracksNatively: false, // see captions.js
        // Those in the picture's own data are not in the menu: they would come and go with the rendition.
        enableCEA708Captions: false,
        audioPreference: choices.sound,
    });
    hls.once(Hls.Events.MANIFEST_PARSED, () => {
        offerQualities(hls, screen);
        addStoryboard(screen, playback.storyboard);
    });
    offerSoundTracks(hls, screen, choices);
    offerCaptions(hls, screen, choices);
    offerAirPlay(hls, screen, playback.hls);
    const letGo = holdOn(hls, playback.hls, tell);
    hls.loadSource(playback.hls);
    hls.attachMedia(screen);
    return () => {
        letGo();
        hls.destroy();
    };
}

function addStoryboard(screen, url) {
    if (url) {
        const track = document.createElement("track");
        Object.assign(track, { kind: "metadata", label: "thumbnails", src: url, default: true });
        screen.append(track);
    }
}
