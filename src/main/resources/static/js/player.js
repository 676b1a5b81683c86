/** The theatre: one video at a time, in a dialog. */
import { addressesOf } from "./api.js";
import { h } from "./dom.js";
import { linkButtons } from "./links.js";
import { createScreen } from "./screen.js";
import { snippetBox } from "./snippets.js";

/**
 * @param {HTMLDialogElement} theatre
 * @param {object} hooks
 * @param {() => void} hooks.onChange another video is played, or none
 * @param {(video: object) => void} hooks.onOpen
 * @param {() => void} hooks.onClose
 */
export function createPlayer(theatre, { onChange, onOpen, onClose }) {
    const choices = {}; // captions and audio, see stream.js: they hold for the next video, too
    let shown = null; // what is played: the video, its screen

    function stop() {
        shown?.screen.stop();
        shown = null;
        onChange();
    }

    theatre.addEventListener("close", () => {
        stop();
        theatre.replaceChildren();
        onClose();
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
        if (shown?.video.id === video.id) {
            return; // asked for twice
        }
        stop();
        const screen = createScreen({ playback, source: video.source, choices, tell });
        theatre.replaceChildren(
            head(video, () => theatre.close()),
            screen.element,
            h("p", { class: "theatre-trouble", role: "alert", "data-testid": "player-error", hidden: true }),
            h("div", { class: "links", "data-testid": "player-links" }),
            h("div", { class: "snippets" }),
        );
        drawLinks(video, playback);
        if (!theatre.open) {
            theatre.showModal();
        }
        shown = { video, screen };
        screen.begin();
        onOpen(video);
        onChange();
        screen.play();
        screen.focus();
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
        shown.screen.handOver(playback);
        shown.video = video;
        drawLinks(video, playback);
    }

    function drawLinks(video, playback) {
        theatre.querySelector(".links").replaceChildren(...linkButtons(playback));
        // Addresses of a private video end: a page that has them in it would soon play nothing.
        const isPublic = video.visibility !== "private" && video.status === "READY";
        theatre.querySelector(".snippets").replaceChildren(...(isPublic ? [snippetBox(video, playback)] : []));
    }

    /** @param {string} id of a video that was deleted, here or elsewhere */
    function remove(id) {
        if (shown?.video.id === id) {
            const { element } = shown.screen;
            stop();
            element.replaceWith(h("p", { class: "screen-gone" }, "This video was deleted."));
            theatre.querySelector(".links").replaceChildren();
            theatre.querySelector(".snippets").replaceChildren();
            tell(null);
        }
    }

    return { open, update, remove, close: () => theatre.close(), isPlaying: (id) => shown?.video.id === id };
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
