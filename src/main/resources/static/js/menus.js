/** The qualities and audio tracks of a stream, from which Media Chrome makes its menus. */
import Hls from "../vendor/hls.js-1.7.4/hls.min.mjs";
// Adds lists of qualities and audio tracks to the video element.
import "../vendor/media-tracks-0.3.5/polyfill.js";

const shortSide = ({ width, height }) => Math.min(width, height);

/** Frame sizes; nothing where there is no choice, as in a stream that is still being made. */
export function offerQualities(hls, screen) {
    // The same size may be there in several codecs and with several audio encodings: one entry, and hls.js's best of it.
    const levels = hls.levels.filter(shortSide);
    const sizes = new Map(levels.map((level) => [shortSide(level), level]));
    if (sizes.size < 2) {
        return;
    }
    const track = screen.addVideoTrack("main");
    track.selected = true;
    sizes.forEach(({ url, width, height, videoCodec, bitrate }, size) => {
        track.addRendition(url[0], width, height, videoCodec, bitrate).id = String(size);
    });
    screen.videoRenditions.addEventListener("change", () => {
        const chosen = [...screen.videoRenditions].find((rendition) => rendition.selected);
        // -1 is automatic. nextLevel drops what is buffered ahead, so that the choice is seen at once.
        const next = chosen ? levelOf(hls, Number(chosen.id)) : -1;
        if (next !== hls.nextLevel || hls.autoLevelEnabled !== (next < 0)) {
            hls.nextLevel = next;
        }
    });
}

/** The best level of a size; of several codecs and audio encodings those that play now. */
function levelOf(hls, size) {
    const now = hls.levels[hls.loadLevel] ?? {};
    const likeness = (level) =>
        2 * (level.videoCodec?.slice(0, 4) === now.videoCodec?.slice(0, 4)) + (level.audioCodec === now.audioCodec);
    return hls.levels.reduce((best, level, index) => {
        const fits = shortSide(level) === size;
        return fits && (best < 0 || likeness(level) >= likeness(hls.levels[best])) ? index : best;
    }, -1);
}

/** The audio tracks of the level that plays; hls.js knows them only when it begins with one. */
export function offerAudioTracks(hls, screen, choices) {
    hls.on(Hls.Events.AUDIO_TRACKS_UPDATED, (event, { audioTracks }) => {
        [...screen.audioTracks].forEach((track) => screen.removeAudioTrack(track));
        audioTracks.forEach((audio, index) => {
            const track = screen.addAudioTrack(audio.default ? "main" : "alternative", audio.name, audio.lang);
            track.id = String(index);
        });
    });
    hls.on(Hls.Events.AUDIO_TRACK_SWITCHING, (event, { id }) => {
        [...screen.audioTracks].forEach((track, index) => (track.enabled = index === id));
    });
    screen.audioTracks.addEventListener("change", () => {
        const chosen = [...screen.audioTracks].findIndex((track) => track.enabled);
        if (chosen >= 0 && chosen !== hls.audioTrack) {
            const { name, lang } = hls.audioTracks[chosen];
            choices.audio = { name, lang };
            hls.audioTrack = chosen;
        }
    });
}
