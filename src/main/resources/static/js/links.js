/** Addresses of what was made: buttons that copy them, and the file to keep. */
import { announce, h, icon } from "./dom.js";

const KINDS = [
    ["page", "Link"],
    ["hls", "HLS"],
    ["dash", "DASH"],
    ["mp4", "MP4"],
    ["poster", "Poster"],
];

async function copy(text) {
    if (navigator.clipboard) {
        return navigator.clipboard.writeText(text);
    }
    // Browsers keep the clipboard from pages that came over plain http.
    const field = h("textarea", { class: "visually-hidden" });
    field.value = text;
    document.activeElement.after(field);
    field.select();
    document.execCommand("copy");
    field.remove();
}

/**
 * @param {string} kind
 * @param {string} label
 * @param {() => string} text what is copied
 * @param {Object<string, string>} [attributes] more of the button
 */
export function textButton(kind, label, text, attributes = {}) {
    const state = h("span", { class: "swap" }, icon("copy"));
    const button = h(
        "button",
        { class: "chip", type: "button", "data-testid": `copy-${kind}`, ...attributes },
        label,
        state,
    );
    button.addEventListener("click", async () => {
        try {
            await copy(text());
        } catch {
            prompt("Copy this:", text());
            return;
        }
        state.replaceChildren(icon("check"));
        button.classList.add("copied");
        announce(`${label} copied`);
        setTimeout(() => {
            state.replaceChildren(icon("copy"));
            button.classList.remove("copied");
        }, 1600);
    });
    return button;
}

/** @param {string} url */
export const copyButton = (kind, label, url) =>
    textButton(kind, label, () => new URL(url, location.href).href, {
        "data-url": url,
        "aria-label": `Copy the ${label === "Link" ? "link to its page" : `${label} address`}`,
        title: `Copy ${url}`,
    });

export const downloadLink = (url) =>
    h("a", { class: "chip", href: url, download: "", "data-testid": "download" }, "Download", icon("download"));

/** @param {Object<string, string>} playback the video's `playback` */
export function linkButtons(playback) {
    const addresses = KINDS.filter(([kind]) => playback[kind]);
    return [
        ...addresses.map(([kind, label]) => copyButton(kind, label, playback[kind])),
        ...(playback.download ? [downloadLink(playback.download)] : []),
    ];
}
