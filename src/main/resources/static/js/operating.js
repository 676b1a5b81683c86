/** How the whole is doing, for operators. */
import { showStatus } from "./api.js";
import { h } from "./dom.js";
import { ago, bytes, lasted } from "./format.js";

const AGAIN = 5000; // ms between two looks while it is open

/** @param {HTMLDetailsElement} section hidden from those who may not see it */
export function createOperating(section) {
    const [lanes, workers, oldest, trouble] = ["lanes", "workers", "oldest", "trouble"].map((part) =>
        section.querySelector(`#status-${part}`),
    );
    let timer;

    async function look() {
        clearTimeout(timer);
        try {
            draw(await showStatus());
        } catch (error) {
            trouble.textContent = error.status === 403 ? "Only operators see this." : (error.sentence ?? error.message);
        }
        if (section.open) {
            timer = setTimeout(look, AGAIN);
        }
    }

    function draw(status) {
        trouble.textContent = [
            ...status.outages.map(({ code, reason }) => `${code}: ${reason}`),
            ...(status.workers.some((worker) => worker.present)
                ? status.lanes.filter((lane) => lane.trouble).map((lane) => lane.trouble)
                : ["No worker is running."]),
        ].join(" ");
        lanes.replaceChildren(...status.lanes.map(laneRow));
        workers.replaceChildren(...status.workers.map(workerRow));
        if (status.workers.length === 0) {
            workers.append(h("li", { class: "row-facts" }, "No worker was there in the last two days."));
        }
        oldest.replaceChildren(...status.oldest.map(oldRow));
        if (status.oldest.length === 0) {
            oldest.append(h("li", { class: "row-facts" }, "Nothing waits."));
        }
    }

    section.addEventListener("toggle", () => (section.open ? look() : clearTimeout(timer)));
}

const laneRow = ({ lane, workers, places, queued, due, running, oldestSeconds }) =>
    h(
        "tr",
        { "data-testid": "lane" },
        h("th", { scope: "row" }, lane.toLowerCase()),
        ...[workers, places, running, due, queued - due].map((number) => h("td", {}, number.toLocaleString("en"))),
        h("td", {}, due > 0 ? lasted(oldestSeconds * 1000) : "–"),
    );

const workerRow = ({ name, present, seenAt, places, running, diskFree, diskTotal, trouble }) =>
    row(
        h("strong", {}, name),
        present ? ` works on ${running} ${running === 1 ? "piece" : "pieces"}` : ` was last heard of ${ago(seenAt)}`,
        [
            Object.entries(places)
                .map(([lane, count]) => `${lane.toLowerCase()} ${count}`)
                .join(", "),
            diskTotal > 0 && `${bytes(diskFree)} of ${bytes(diskTotal)} free`,
            present && trouble && `takes no work: ${trouble}`,
        ],
        { "data-testid": "worker", "data-state": present ? "DELIVERED" : "FAILED" },
    );

const oldRow = ({ filename, tenant, kind, ordinal, lane, since, code }) =>
    row(h("strong", {}, filename), ` ${kind} ${ordinal}`, [`${lane.toLowerCase()} lane`, `due ${ago(since)}`, tenant, code], {
        "data-testid": "old-work",
    });

const row = (name, words, facts, attributes) =>
    h(
        "li",
        { class: "row", ...attributes },
        h("div", {}, h("p", {}, name, words), h("p", { class: "row-facts" }, facts.filter(Boolean).join(" · "))),
    );
