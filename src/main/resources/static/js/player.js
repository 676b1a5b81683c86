/** The theatre: one video at a time, in a dialog. */
import { addressesOf } from "./api.js";
import { frame } from "./controls.js";
import { h } from "./dom.js";
import { awaitMeeting } from "./handover.js";
import { linkButtons } from "./links.js";
import { attachStream } from "./stream.js";

/**
 * @param {HTMLDialogElement} theatre
 * @param {() => void} onChange another video is played, or none
 */
export function createPlayer(theatre, onChange) {
    const choices = {}; // captions and audio, see stream.js: they hold for the next video, too
    let shown = null; // what is played: the video, its element
    let letGo = () => {};

    function stop() {
        letGo();
        letGo = () => {};
        shown = null;
        onChange();
    }

    theatre.addEventListener("close", () => {
        stop();
        theatre.replaceChildren();
        if (location.hash) {
            history.replaceState(null, "", location.pathname);
        }
    });
    theatre.addEventListener("click", (event) => event.target === theatre && theatre.close());

    function tell(sentence) {
        const trouble = theatre.querySelector(".theatre-trouble");
        trouble.textContent = sentence ?? "";
        trouble.hidden = !sentence;
    }

    /** @param {object} video */
    async function open(video) {
        const playback = await addressesOf(video);
        if (theatre.open) {
            return; // asked for twice
        }
        const screen = screenFor(playback);
        theatre.replaceChildren(
            head(video, () => theatre.close()),
            frame(screen, video.source),
            h("p", { class: "theatre-trouble", role: "alert", "data-testid": "player-error", hidden: true }),
            h("div", { class: "links", "data-testid": "player-links" }, ...linkButtons(playback)),
        );
        history.replaceState(null, "", `#${video.id}`);
        theatre.showModal();
        ({ letGo } = attachStream(screen, playback, choices, tell));
        shown = { video, screen };
        onChange();
        // Browsers may refuse to start with audio by themselves; the play button is there.
        screen.play().catch(() => {});
        theatre.querySelector("media-play-button").focus();
    }

    /**
     * The early stream has had its time when the ladder is there.
     *
     * @param {object} video as it is now
     */
    async function update(video) {
        const waits = () => shown?.video.id === video.id && shown.video.status !== "READY";
        if (video.status !== "READY" || !waits()) {
            return;
        }
        const playback = await addressesOf(video).catch(() => null); // the next news brings it as well
        if (!playback || !waits()) {
            return;
        }
        const before = shown.screen;
        const after = screenFor(playback);
        after.removeAttribute("poster"); // it would flash up
        after.muted = true;
        const letGoBefore = letGo;
        const stream = attachStream(after, playback, choices, (sentence) => after.isConnected && tell(sentence));
        const giveUp = awaitMeeting(before, after, stream.hasBegun, () => {
            takePlace(before, after);
            shown.screen = after;
            letGo = stream.letGo;
            letGoBefore();
            tell(null);
        });
        letGo = () => {
            giveUp();
            letGoBefore();
            stream.letGo();
        };
        shown.video = video;
        theatre.querySelector(".links").replaceChildren(...linkButtons(playback));
    }

    /** @param {string} id of a video that was deleted, here or elsewhere */
    function remove(id) {
        if (shown?.video.id === id) {
            stop();
            theatre.querySelector(".screen").replaceWith(h("p", { class: "screen-gone" }, "This video was deleted."));
            theatre.querySelector(".links").replaceChildren();
            tell(null);
        }
    }

    return { open, update, remove, isPlaying: (id) => shown?.video.id === id };
}

function head(video, close) {
    return h(
        "header",
        { class: "theatre-head" },
        h("h2", { id: "theatre-title" }, video.filename),
        h(
            "button",
            {
                class: "icon-button bare",
                type: "button",
                "aria-label": "Close the player",
                "data-testid": "close-player",
                onclick: close,
            },
            "✕",
        ),
    );
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
