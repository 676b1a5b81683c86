/** Puts a video's stream into a video element: HLS through hls.js, else the browser's own HLS, else the MP4. */
import Hls from "../vendor/hls.js-1.7.4/hls.min.mjs";
// Adds lists of qualities and sound tracks to the video element, from which the menus are made.
import "../vendor/media-tracks-0.3.5/polyfill.js";

/**
 * @param {HTMLVideoElement} screen
 * @param {Object<string, string>} playback the video's `playback`
 * @param {(sentence: string) => void} onTrouble
 * @returns {() => void} lets go of the element and of the network
 */
export function attachStream(screen, playback, onTrouble) {
    if (playback.hls && Hls.isSupported()) {
        return attachHls(screen, playback, onTrouble);
    }
    const native = playback.hls && screen.canPlayType("application/vnd.apple.mpegurl");
    screen.src = native ? playback.hls : playback.mp4;
    addStoryboard(screen, playback.storyboard);
    screen.addEventListener("error", () => onTrouble("This browser cannot play the video."));
    return () => screen.removeAttribute("src");
}

function attachHls(screen, playback, onTrouble) {
    // CMAF needs no conversion in the browser, so that a worker would only cost a wider security policy.
    const hls = new Hls({ enableWorker: false, capLevelToPlayerSize: true });
    let recovered = false;
    hls.on(Hls.Events.MANIFEST_PARSED, () => {
        offerQualities(hls, screen);
        offerSoundTracks(hls, screen);
        // Only now: hls.js empties all text tracks when it begins to load.
        addStoryboard(screen, playback.storyboard);
    });
    hls.on(Hls.Events.ERROR, (event, data) => {
        if (!data.fatal) {
            return;
        }
        if (data.type === Hls.ErrorTypes.MEDIA_ERROR && !recovered) {
            recovered = true;
            hls.recoverMediaError();
            return;
        }
        const network = data.type === Hls.ErrorTypes.NETWORK_ERROR;
        onTrouble(
            network
                ? "The stream cannot be loaded. Was the video deleted?"
                : `The stream cannot be played (${data.details}).`,
        );
        hls.destroy();
    });
    hls.loadSource(playback.hls);
    hls.attachMedia(screen);
    return () => hls.destroy();
}

function addStoryboard(screen, url) {
    if (url) {
        const track = document.createElement("track");
        Object.assign(track, { kind: "metadata", label: "thumbnails", src: url, default: true });
        screen.append(track);
    }
}

function offerQualities(hls, screen) {
    const track = screen.addVideoTrack("main");
    track.selected = true;
    hls.levels.forEach((level, index) => {
        const rendition = track.addRendition(level.url[0], level.width, level.height, level.videoCodec, level.bitrate);
        rendition.id = String(index);
    });
    screen.videoRenditions.addEventListener("change", () => {
        // -1 is automatic. nextLevel drops what is buffered ahead, so that the choice is seen at once.
        const chosen = screen.videoRenditions.selectedIndex;
        if (chosen !== hls.nextLevel) {
            hls.nextLevel = chosen;
        }
    });
}

function offerSoundTracks(hls, screen) {
    hls.audioTracks.forEach((sound, index) => {
        const track = screen.addAudioTrack(sound.default ? "main" : "alternative", sound.name, sound.lang);
        track.id = String(index);
        track.enabled = sound.default;
    });
    screen.audioTracks.addEventListener("change", () => {
        const chosen = [...screen.audioTracks].findIndex((track) => track.enabled);
        if (chosen >= 0 && chosen !== hls.audioTrack) {
            hls.audioTrack = chosen;
        }
    });
}
