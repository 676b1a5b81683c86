/** One video in the list. Built once and changed in place, so that focus and animations survive each update. */
import { h, icon, setText } from "./dom.js";
import { ago, bytes, frameRate, length } from "./format.js";
import { linkButtons } from "./links.js";
import { actionsOf, describe } from "./status.js";

const BUTTONS = [
    ["retry-upload", "retryUpload", "retry", "Go on with the upload"],
    ["pause", "pause", "pause", "Pause"],
    ["retry", "retry", "retry", "Try again"],
    ["diagnose", "diagnose", "why", "Why?"],
    ["rename", "rename", "pen", "Rename"],
    ["webhooks", "webhooks", "send", "Webhooks"],
    ["cancel", "cancel", "stop", "Cancel"],
    ["delete", "delete", "trash", "Delete"],
];
const RENDITION_WORDS = { READY: "ready", PROCESSING: "encoding", FAILED: "failed", CANCELLED: "cancelled" };

/**
 * @param {(action: string, video: object, argument?: any) => void} act what the visitor asked for
 * @param {() => void} onSelected
 */
export function createCard(video, act, onSelected) {
    let current = video;
    const thumb = h("button", {
        class: "thumb",
        type: "button",
        "data-testid": "play",
        onclick: () => act("play", current),
    });
    const selector = h("input", { type: "checkbox", class: "card-select", "data-testid": "select", onchange: onSelected });
    const title = h("h3", { class: "card-title", tabindex: "-1" });
    const facts = h("p", { class: "card-facts" });
    const label = h("span", { class: "state-label", "data-testid": "status" });
    const hint = h("span", { class: "state-hint", "data-testid": "hint" });
    const bar = h(
        "div",
        { class: "bar", role: "progressbar", "aria-valuemin": "0", "aria-valuemax": "100", "data-testid": "progress" },
        h("div", { class: "bar-fill" }),
    );
    const renditions = h("ul", { class: "renditions", "aria-label": "Renditions" });
    const failure = h("div", { class: "failure", hidden: true });
    const links = h("div", { class: "links", role: "group", "aria-label": "Link and files" });
    const resume = resumeControl((file) => act("resume", current, file));
    const buttons = new Map(
        BUTTONS.map(([testId, key, symbol, name]) => [
            key,
            h(
                "button",
                {
                    class: "icon-button",
                    type: "button",
                    title: name,
                    "data-testid": testId,
                    onclick: () => act(key, current),
                },
                icon(symbol),
                h("span", {}, name),
            ),
        ]),
    );
    const element = h(
        "li",
        { class: "card", "data-testid": "video", "data-video-id": video.id },
        h("div", { class: "card-thumb" }, thumb, h("label", { class: "card-selector" }, selector)),
        h(
            "div",
            { class: "card-body" },
            h("div", { class: "card-head" }, title, facts),
            h("div", { class: "state" }, h("p", {}, label), h("p", {}, hint), renditions),
            bar,
            failure,
            links,
        ),
        h("div", { class: "card-actions" }, resume, ...buttons.values()),
    );
    const drawThumb = onChange(() => fillThumb(thumb, current));
    const drawRenditions = onChange(() => renditions.replaceChildren(...(current.renditions ?? []).map(renditionPill)));
    const drawFailure = onChange(() => fillFailure(failure, current));
    // The page's address stays when the others change.
    const drawLinks = onChange(() => {
        const { playback = {} } = current;
        links.replaceChildren(...linkButtons(current.status === "READY" ? playback : { page: playback.page }));
    });

    /** @param {{upload?: object, unfinished?: object, canResume: boolean}} local what only this browser knows */
    function update(next, local) {
        current = next;
        const state = describe(next, local.upload, local.unfinished);
        const actions = actionsOf(next, local.upload, local.canResume);
        element.dataset.status = next.status;
        element.dataset.tone = state.tone;
        selector.setAttribute("aria-label", `Select ${next.filename}`);
        setText(title, next.filename);
        title.title = next.filename;
        setText(facts, factsOf(next));
        setText(label, state.label);
        setText(hint, state.hint);
        drawBar(bar, state, next.filename);
        thumb.disabled = !actions.play;
        // With what is written on it: who speaks to a browser says what can be read.
        const time = next.source?.duration ? `, ${length(next.source)}` : "";
        thumb.setAttribute("aria-label", (actions.play ? `Play ${next.filename}` : `${next.filename}, not playable yet`) + time);
        drawThumb([next.playback?.poster, actions.play, next.source]);
        drawRenditions((next.renditions ?? []).map((rendition) => [rendition.name, rendition.status]));
        renditions.hidden = !next.renditions?.length || next.status === "FAILED" || next.status === "CANCELLED";
        drawFailure([next.status, next.error]);
        drawLinks([next.status, next.playback]);
        links.hidden = !next.playback?.page;
        resume.hidden = !actions.resume;
        buttons.forEach((button, key) => (button.hidden = !actions[key]));
        setText(buttons.get("diagnose").lastChild, next.status === "READY" ? "Stages" : "Why?");
        buttons.get("diagnose").title = next.status === "READY" ? "What was done" : "Why is it not ready?";
    }

    return {
        element,
        update,
        refreshAge: () => setText(facts, factsOf(current)),
        focus: () => title.focus(),
        isSelected: () => selector.checked,
        select: (yes) => (selector.checked = yes),
    };
}

/** Runs `draw` only when the values it depends on differ from those of the last time. */
function onChange(draw) {
    let last;
    return (values) => {
        const key = JSON.stringify(values);
        if (key !== last) {
            last = key;
            draw();
        }
    };
}

function resumeControl(choose) {
    const input = h("input", { type: "file", "data-testid": "resume-file" });
    input.addEventListener("change", () => {
        if (input.files[0]) {
            choose(input.files[0]);
        }
        input.value = "";
    });
    return h("label", { class: "button small file-button" }, input, h("span", {}, "Choose the file"));
}

function factsOf({ source, createdAt, visibility }) {
    const size = source?.width ? `${source.width} × ${source.height}` : "";
    const rate = source?.frameRate ? frameRate(source.frameRate) : "";
    return [size, rate, visibility === "private" ? "private" : "", source?.size ? bytes(source.size) : "", ago(createdAt)].filter(Boolean).join(" · ");
}

function drawBar(bar, { progress, label }, filename) {
    bar.hidden = progress === null;
    const whole = Math.round((progress ?? 0) * 100);
    bar.setAttribute("aria-valuenow", whole);
    bar.setAttribute("aria-label", `${filename}: ${label}`);
    bar.firstChild.style.setProperty("--done", progress ?? 0);
}

function fillThumb(thumb, { playback, playable, source }) {
    const poster = playback?.poster
        ? h("img", { src: playback.poster, alt: "", loading: "lazy", decoding: "async" })
        : h("span", { class: "thumb-blank" }, icon("film"));
    thumb.replaceChildren(poster);
    if (playable) {
        thumb.append(h("span", { class: "thumb-play" }, icon("play")));
    }
    if (source?.duration) {
        thumb.append(h("span", { class: "thumb-duration", "data-testid": "length" }, length(source)));
    }
}

function renditionPill({ name, status, width, height }) {
    const word = RENDITION_WORDS[status] ?? "waiting";
    return h(
        "li",
        {
            class: `pill ${word}`,
            title: `${width} × ${height}, ${word}`,
            "data-testid": "rendition",
            "data-status": status,
        },
        name,
        h("span", { class: "visually-hidden" }, ` ${word}`),
    );
}

function fillFailure(failure, { status, error }) {
    failure.hidden = status !== "FAILED" || !error;
    failure.replaceChildren();
    if (!failure.hidden) {
        failure.append(h("p", { class: "failure-words", "data-testid": "error" }, error.message));
        const words = [error.code, error.detail].filter(Boolean).join("\n");
        failure.append(
            h(
                "details",
                {},
                h("summary", {}, "Details"),
                h("pre", { "data-testid": "error-detail", tabindex: "0" }, words),
            ),
        );
    }
}
