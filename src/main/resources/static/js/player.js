/** The theatre: Media Chrome's controls around a video element that hls.js feeds. */
import { h } from "./dom.js";
import { linkButtons } from "./links.js";
import { attachStream } from "./stream.js";

/** @param {HTMLDialogElement} theatre */
export function createPlayer(theatre) {
    let detach = () => {};
    let shown = null; // what is played: the video, its element, and a way to tell trouble

    function close() {
        shown = null;
        detach();
        detach = () => {};
        theatre.replaceChildren();
        if (location.hash) {
            history.replaceState(null, "", location.pathname);
        }
    }

    theatre.addEventListener("close", close);
    theatre.addEventListener("click", (event) => event.target === theatre && theatre.close());

    /** @param {object} video */
    function open(video) {
        const screen = screenFor(video);
        const trouble = h("p", {
            class: "theatre-trouble",
            role: "alert",
            "data-testid": "player-error",
            hidden: true,
        });
        theatre.replaceChildren(
            h(
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
                        onclick: () => theatre.close(),
                    },
                    "✕",
                ),
            ),
            frame(screen, video.source),
            trouble,
            h("div", { class: "links", "data-testid": "player-links" }, ...linkButtons(video.playback)),
        );
        history.replaceState(null, "", `#${video.id}`);
        theatre.showModal();
        const tell = (sentence) => {
            trouble.textContent = sentence;
            trouble.hidden = false;
        };
        detach = attachStream(screen, video.playback, tell);
        shown = { video, screen, tell };
        // Browsers may refuse to start with sound by themselves; the play button is there.
        screen.play().catch(() => {});
        theatre.querySelector("media-play-button").focus();
    }

    /**
     * The early stream has had its time when the ladder is there: a second element is brought to the same moment behind
     * the first one, and takes its place when it can go on without a break.
     *
     * @param {object} video as it is now
     */
    function update(video) {
        if (shown?.video.id !== video.id || video.status !== "READY" || shown.video.status === "READY") {
            return;
        }
        const { screen: before, tell } = shown;
        const after = screenFor(video);
        after.removeAttribute("poster"); // it would flash up
        after.muted = true;
        after.volume = before.volume;
        after.playbackRate = before.playbackRate;
        const letGo = detach;
        const detachAfter = attachStream(after, video.playback, tell);
        shown = { video, screen: before, tell };
        detach = () => {
            letGo();
            detachAfter();
        };
        const catchUp = () => (after.currentTime = before.currentTime + (before.paused ? 0 : 0.2));
        after.addEventListener("loadedmetadata", catchUp, { once: true });
        after.addEventListener("seeked", function arrived() {
            if (after.readyState < HTMLMediaElement.HAVE_FUTURE_DATA) {
                after.addEventListener("canplay", arrived, { once: true });
                return;
            }
            if (shown?.screen !== before) {
                return;
            }
            const muted = before.muted;
            const playing = !before.paused && !before.ended;
            before.replaceWith(after);
            after.muted = muted;
            if (playing) {
                after.play().catch(() => {});
            }
            shown.screen = after;
            letGo();
            detach = detachAfter;
            theatre.querySelector(".links").replaceChildren(...linkButtons(video.playback));
        }, { once: true });
    }

    return { open, update };
}

function screenFor(video) {
    return h("video", {
        slot: "media",
        playsinline: true,
        crossorigin: "anonymous",
        poster: video.playback.poster,
        "data-testid": "player-video",
    });
}

/** @param {HTMLVideoElement} screen */
function frame(screen, source) {
    const controller = h(
        "media-controller",
        { class: "screen", keyboardforwardseekoffset: "5", keyboardbackwardseekoffset: "5" },
        screen,
        h("media-loading-indicator", { slot: "centered-chrome", noautohide: true }),
        h("media-rendition-menu", { hidden: true, anchor: "auto", "data-testid": "quality-menu" }),
        h("media-playback-rate-menu", { hidden: true, anchor: "auto", rates: "0.5 0.75 1 1.25 1.5 2" }),
        h("media-audio-track-menu", { hidden: true, anchor: "auto" }),
        h(
            "media-control-bar",
            {},
            h("media-play-button"),
            h("media-mute-button"),
            h("media-volume-range"),
            h("media-time-display", { showduration: true }),
            h("media-time-range"),
            h("media-captions-button"),
            h("media-audio-track-menu-button"),
            h("media-rendition-menu-button", { "data-testid": "quality" }),
            h("media-playback-rate-menu-button"),
            h("media-pip-button"),
            h("media-fullscreen-button"),
        ),
    );
    if (source?.width) {
        controller.style.setProperty("--shape", source.width / source.height);
    }
    return controller;
}
