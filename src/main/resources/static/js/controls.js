/** what the viewer sees around the video: Media Chrome's controls, the seek bar in a row of its own. */
import { h } from "./dom.js";

const RATES = "0.5 0.75 1 1.25 1.5 2";

/**
 * @param {HTMLVideoElement} screen
 * @param {{width?: number, height?: number, audioCodec?: string}} [source] what was uploaded
 */
export function frame(screen, source) {
    const silent = Boolean(source?.videoCodec) && !source.audioCodec;
    const controller = h(
        "media-controller",
        { class: "screen", keyboardforwardseekoffset: "5", keyboardbackwardseekoffset: "5" },
        screen,
        h("media-loading-indicator", { slot: "centered-chrome", noautohide: true }),
        h(
            "div",
            { class: "controls" },
            h("media-time-range", { "data-testid": "seek" }),
            h(
                "media-control-bar",
                {},
                h("media-play-button"),
                !silent && h("media-mute-button"),
                !silent && h("media-volume-range"),
                h("media-time-display", { showduration: true }),
                h("span", { class: "gap" }),
                h("media-captions-menu-button", { "data-testid": "captions" }),
                h("media-audio-track-menu-button", { "data-testid": "audio" }),
                h("media-rendition-menu-button", { "data-testid": "quality" }),
                h("media-playback-rate-menu-button", { "data-testid": "speed" }),
                h("media-airplay-button"),
                h("media-cast-button"),
                h("media-pip-button"),
                h("media-fullscreen-button"),
            ),
        ),
        menu("media-captions-menu", "captions-menu"),
        menu("media-audio-track-menu", "audio-menu"),
        menu("media-rendition-menu", "quality-menu"),
        menu("media-playback-rate-menu", "speed-menu", { rates: RATES }),
    );
    if (source?.width) {
        controller.style.setProperty("--shape", source.width / source.height);
    }
    return controller;
}

const menu = (tag, testId, more = {}) => h(tag, { hidden: true, anchor: "auto", "data-testid": testId, ...more });
