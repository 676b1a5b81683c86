/** Buttons that copy the addresses of what was made. */
import { announce, h, icon } from "./dom.js";

const KINDS = [
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

function copyButton(kind, label, url) {
    const state = h("span", { class: "swap" }, icon("copy"));
    const button = h(
        "button",
        { class: "chip", type: "button", "data-testid": `copy-${kind}`, "data-url": url, title: `Copy ${url}` },
        label,
        state,
    );
    button.setAttribute("aria-label", `Copy the ${label} address`);
    button.addEventListener("click", async () => {
        const absolute = new URL(url, location.href).href;
        try {
            await copy(absolute);
        } catch {
            prompt("Copy this address:", absolute);
            return;
        }
        state.replaceChildren(icon("check"));
        button.classList.add("copied");
        announce(`${label} address copied`);
        setTimeout(() => {
            state.replaceChildren(icon("copy"));
            button.classList.remove("copied");
        }, 1600);
    });
    return button;
}

/** @param {Object<string, string>} playback the video's `playback` */
export function linkButtons(playback) {
    return KINDS.filter(([kind]) => playback[kind]).map(([kind, label]) => copyButton(kind, label, playback[kind]));
}
