/** Why a video is not ready, or what was done for it, in a dialog that stays up to date. */
import { diagnoseVideo } from "./api.js";
import { h, setText } from "./dom.js";
import { lasted } from "./format.js";

const AGAIN = 3000; // ms between two looks
const STATES = {
    WAITING: "waits",
    QUEUED: "in line",
    RUNNING: "under way",
    DONE: "done",
    FAILED: "failed",
    CANCELLED: "cancelled",
};

/** @param {HTMLDialogElement} dialog */
export function createDiagnosis(dialog) {
    const [title, whole, list, trouble] = ["title", "whole", "tasks", "trouble"].map((part) =>
        dialog.querySelector(`#diagnosis-${part}`),
    );
    let timer;
    let drawn;

    async function look(video) {
        try {
            const diagnosis = await diagnoseVideo(video.id);
            setText(trouble, "");
            draw(video, diagnosis);
        } catch (error) {
            setText(trouble, error.sentence ?? error.message);
        }
        clearTimeout(timer);
        if (dialog.open) {
            timer = setTimeout(() => look(video), AGAIN);
        }
    }

    function draw(video, diagnosis) {
        // What is being read, or is open, stays as it is while nothing changes but the time.
        const { at, ...rest } = diagnosis;
        const now = JSON.stringify(diagnosis.tasks.some((task) => task.state === "RUNNING") ? diagnosis : rest);
        if (now === drawn) {
            return;
        }
        drawn = now;
        const open = new Set([...list.querySelectorAll("details[open]")].map((each) => each.dataset.task));
        setText(title, diagnosis.status === "READY" ? `What was done for ${video.filename}` : `Why is ${video.filename} not ready?`);
        whole.replaceChildren(
            h("p", { class: "diagnosis-reason", "data-testid": "diagnosis-reason" }, diagnosis.reason),
            h("p", {}, [times(diagnosis), diagnosis.next].filter(Boolean).join(" ")),
        );
        if (diagnosis.advice) {
            whole.append(
                h("p", { class: "diagnosis-advice", "data-testid": "diagnosis-advice" }, h("strong", {}, "What you can do: "), diagnosis.advice),
            );
        }
        const chart = scale(diagnosis);
        list.replaceChildren(...diagnosis.tasks.map((task) => row(task, diagnosis, chart, open)));
    }

    dialog.addEventListener("close", () => clearTimeout(timer));
    return {
        async open(video) {
            drawn = undefined;
            setText(title, `Why is ${video.filename} not ready?`);
            whole.replaceChildren();
            list.replaceChildren();
            dialog.showModal();
            await look(video);
        },
    };
}

function times({ at, since, until }) {
    const begun = since && `Since ${moment(since, at)}.`;
    const end = until && until > at && `Until ${moment(until, at)}.`;
    return [begun, end].filter(Boolean).join(" ");
}

/** A moment stays true while the dialog is read, which an age would not; the day only where it is another one. */
function moment(instant, at) {
    const [then, now] = [new Date(instant), new Date(at)];
    const day = then.toDateString() === now.toDateString() ? {} : { day: "numeric", month: "short" };
    return then.toLocaleString("en", { ...day, hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });
}

/** From when to when the chart goes, and where in it a moment is. */
function scale({ tasks, at }) {
    const begun = tasks.filter((task) => task.startedAt);
    const first = Math.min(...begun.map((task) => Date.parse(task.startedAt)));
    const last = Math.max(
        ...begun.map((task) => Date.parse(task.state === "RUNNING" || !task.finishedAt ? at : task.finishedAt)),
    );
    const width = Math.max(1, last - first);
    return { at, share: (instant) => Math.max(0, Math.min(1, (Date.parse(instant) - first) / width)) };
}

function row(task, { advice }, chart, open) {
    const bar = h("div", { class: "gantt", "aria-hidden": "true" });
    let took = "";
    if (task.startedAt) {
        const end = task.state === "RUNNING" ? chart.at : (task.finishedAt ?? task.startedAt);
        const fill = h("div", { class: "gantt-bar" });
        fill.style.setProperty("--from", chart.share(task.startedAt));
        fill.style.setProperty("--to", chart.share(end));
        bar.append(fill);
        took = task.finishedAt || task.state === "RUNNING" ? lasted(Date.parse(end) - Date.parse(task.startedAt)) : "";
    }
    const over = ["DONE", "CANCELLED"].includes(task.state);
    const facts = [
        STATES[task.state],
        task.state === "RUNNING" && `${Math.round(task.progress * 100)} %`,
        took || (!over && task.since && `since ${moment(task.since, chart.at)}`),
        `${task.lane.toLowerCase()} lane`,
        task.attempts > 1 && `${task.attempts} attempts`,
        task.setbacks > 0 && `${task.setbacks} ${task.setbacks === 1 ? "setback" : "setbacks"}`,
        task.worker,
    ];
    return h(
        "li",
        { class: "task", "data-testid": "task", "data-state": task.state, "data-waits": task.waitsFor },
        h("p", { class: "task-name" }, h("strong", {}, task.name)),
        bar,
        h("p", { class: "row-facts" }, facts.filter(Boolean).join(" · ")),
        !over && h("p", { class: "task-words" }, `${task.reason} ${task.next}`),
        !over && task.advice && task.advice !== advice && h("p", { class: "task-words" }, task.advice),
        task.trouble?.detail &&
            h(
                "details",
                { "data-task": task.name, open: open.has(task.name) },
                h("summary", {}, "What FFmpeg or the check said last"),
                h("pre", { tabindex: "0", "data-testid": "task-detail" }, task.trouble.detail),
            ),
    );
}
