/** A video on a page: its element with controls around it, its stream, and the change from the early stream to the whole ladder. */
import { frame } from "./controls.js";
import { h } from "./dom.js";
import { awaitMeeting } from "./handover.js";
import { attachStream } from "./stream.js";

/**
 * @param {object} options
 * @param {Object<string, string>} options.playback the video's `playback`
 * @param {object} [options.source] what was uploaded, see controls.js
 * @param {object} options.choices captions and audio, see stream.js
 * @param {(sentence: string|null) => void} options.tell what is wrong; null when it is no longer
 */
export function createScreen({ playback, source, choices, tell }) {
    let screen = screenFor(playback);
    let letGo = () => {};
    const element = frame(screen, source);

    return {
        element,
        video: () => screen,
        /** Call when the element is on the page. */
        begin() {
            ({ letGo } = attachStream(screen, playback, choices, tell));
        },
        /** Browsers may refuse to start with audio by themselves; the play button is there. */
        play: () => screen.play().catch(() => {}),
        focus: () => element.querySelector("media-play-button").focus(),
        /** The early stream has had its time: goes on in the whole ladder. */
        handOver(whole) {
            const before = screen;
            const after = screenFor(whole);
            after.removeAttribute("poster"); // it would flash up
            after.muted = true;
            const letGoBefore = letGo;
            const stream = attachStream(after, whole, choices, (sentence) => after.isConnected && tell(sentence));
            const giveUp = awaitMeeting(before, after, stream.hasBegun, () => {
                takePlace(before, after);
                screen = after;
                letGo = stream.letGo;
                letGoBefore();
                tell(null);
            });
            letGo = () => {
                giveUp();
                letGoBefore();
                stream.letGo();
            };
        },
        stop() {
            letGo();
            letGo = () => {};
        },
    };
}

function screenFor(playback) {
    return h("video", {
        slot: "media",
        playsinline: true,
        crossorigin: "anonymous",
        poster: playback.poster,
        "data-testid": "player-video",
    });
}

/** Goes on where and as the other element did. */
function takePlace(before, after) {
    const { muted, volume, playbackRate, paused, ended } = before;
    const focused = document.activeElement === before;
    before.replaceWith(after);
    Object.assign(after, { muted, volume, playbackRate });
    if (!paused && !ended) {
        after.play().catch(() => {});
    }
    if (focused) {
        after.focus();
    }
}
