/** A page with one video, for people or for a frame in another site's page. What it shows came with the page. */
import "../vendor/media-chrome-4.19.4/all.js";
import { h } from "./dom.js";
import { copyButton, downloadLink } from "./links.js";
import { createScreen } from "./screen.js";

const LOOK = 2000; // ms between questions while the video is being made
const WORDS = {
    FAILED: "This video could not be made.",
    CANCELLED: "This video was withdrawn.",
    WAITS: "This video is being prepared. It starts here as soon as it can be played.",
};

const at = (id) => document.getElementById(id);
const home = new URL("..", import.meta.url).href.replace(/\/$/, "");
const wishes = new URLSearchParams(location.search);
const choices = wishes.get("captions") ? { captions: { lang: wishes.get("captions") } } : {};
let screen = null;
let whole = false; // what is played is the whole ladder

/** With links that lead where this page came from, under whatever name it was opened. */
function read(json) {
    const { base } = JSON.parse(json);
    return JSON.parse(base === home ? json : json.replaceAll(`"${base}/`, `"${home}/`));
}

function tell(sentence) {
    at("trouble").textContent = sentence ?? "";
    at("trouble").hidden = !sentence;
}

function show(video) {
    const { playback, status } = video;
    const isReady = status === "READY";
    if (!playback) {
        at("stage").replaceChildren(h("p", { class: "screen-gone", role: "status" }, WORDS[status] ?? WORDS.WAITS));
    } else if (!screen) {
        begin(video);
        whole = isReady;
    } else if (isReady && !whole) {
        screen.handOver(playback);
        whole = true;
    }
    const links = [playback?.page && copyButton("page", "Link", playback.page), playback?.download && downloadLink(playback.download)];
    at("links")?.replaceChildren(...links.filter(Boolean));
}

function begin({ playback, width, height, videoCodec, audioCodec }) {
    screen = createScreen({ playback, source: { width, height, videoCodec, audioCodec }, choices, tell });
    at("stage").replaceChildren(screen.element);
    const start = Number(wishes.get("start"));
    if (start > 0) {
        screen.video().addEventListener("loadedmetadata", ({ target }) => (target.currentTime = start), { once: true });
    }
    if (wishes.get("autoplay") === "1") {
        screen.video().muted = true; // browsers start nothing with audio by itself
        screen.video().autoplay = true;
    }
    screen.begin();
}

async function look(again) {
    try {
        const response = await fetch(again, { cache: "no-store" });
        if (response.ok) {
            return read(await response.text());
        }
        if (response.status === 404 && !screen) {
            at("stage").replaceChildren(h("p", { class: "screen-gone", role: "status" }, "This video was deleted."));
        }
        return response.status < 500 ? null : undefined;
    } catch {
        return undefined; // asked again
    }
}

let video = read(at("video").textContent);
show(video);
while (video && !["READY", "FAILED", "CANCELLED"].includes(video.status)) {
    await new Promise((resolve) => setTimeout(resolve, LOOK));
    const next = document.hidden ? undefined : await look(video.again);
    if (next !== undefined) {
        video = next;
        video && show(video);
    }
}
