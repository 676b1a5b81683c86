/**
 * Captions, as text tracks of the video element. hls.js loads them and tells their cues; the tracks are ours. Those that
 * hls.js makes are <track> elements with an empty `data:` file, which the security policy refuses, and a track whose file
 * failed to load loses its cues as soon as it is turned off.
 */
import Hls from "../vendor/hls.js-1.7.4/hls.min.mjs";

/**
 * @param {object} choices `captions` is what the viewer chose: a language and name, or null for none
 */
export function offerCaptions(hls, screen, choices) {
    const tracks = new Map(); // hls.js's track → {track: TextTrack, cues: Set of those that it has}
    let shown = -1; // index in hls.subtitleTracks

    hls.on(Hls.Events.SUBTITLE_TRACKS_UPDATED, (event, { subtitleTracks }) => {
        subtitleTracks.filter((text) => !tracks.has(text)).forEach((text) => tracks.set(text, add(screen, text)));
        shown = wanted(subtitleTracks, choices.captions);
        tracks.forEach(({ track }, text) => (track.mode = text === subtitleTracks[shown] ? "showing" : "disabled"));
    });

    hls.on(Hls.Events.CUES_PARSED, (event, { cues, subtitleTrack }) => {
        const known = tracks.get(subtitleTrack);
        // hls.js tells the same cues again after it emptied its buffer.
        const fresh = cues.filter((cue) => !known?.cues.has(keyOf(cue)));
        fresh.forEach((cue) => {
            known?.cues.add(keyOf(cue));
            known?.track.addCue(cue);
        });
    });

    // From the menu, the keyboard or the browser's own controls.
    screen.textTracks.addEventListener("change", () => {
        const texts = hls.subtitleTracks;
        if (texts.length === 0) {
            return; // the stream was let go: that is no choice of the viewer's
        }
        const showing = texts.filter((text) => tracks.get(text)?.track.mode === "showing");
        if (showing.length > 1 && showing.includes(texts[shown])) {
            // A browser turns on one in its own language by itself.
            showing.filter((text) => text !== texts[shown]).forEach((text) => (tracks.get(text).track.mode = "disabled"));
        }
        const now = showing.includes(texts[shown]) ? shown : texts.indexOf(showing[0]);
        if (now !== shown) {
            shown = now;
            choices.captions = now < 0 ? null : { name: texts[now].name, lang: texts[now].lang };
        }
        if (now !== hls.subtitleTrack) {
            hls.subtitleTrack = now;
        }
    });
}

function add(screen, { name, lang, characteristics = "" }) {
    const kind = characteristics.includes("transcribes-spoken-dialog") ? "captions" : "subtitles";
    return { track: screen.addTextTrack(kind, name, lang), cues: new Set() };
}

const keyOf = ({ startTime, endTime, text }) => `${startTime} ${endTime} ${text}`;

/** Index of what the viewer chose before, else of what the video itself shows first. */
function wanted(texts, choice) {
    if (choice === null) {
        return -1;
    }
    const alike = [
        ({ name, lang }) => name === choice?.name && lang === choice?.lang,
        ({ lang }) => choice?.lang && lang === choice.lang,
        (text) => text.default,
    ];
    return alike.map((is) => texts.findIndex(is)).find((index) => index >= 0) ?? -1;
}
