/** The work that failed for good, for operators: looked at when somebody opens it. */
import { listDeadLetters, redriveAll, retryVideo } from "./api.js";
import { h } from "./dom.js";
import { ago } from "./format.js";

/**
 * @param {HTMLDetailsElement} section
 * @param {object} options
 * @param {(video: object) => void} options.onVideo a video is worked on again
 * @param {(subject: string|null, sentence: string) => void} options.onRefused
 */
export function createLetters(section, { onVideo, onRefused }) {
    const [list, empty, all] = ["letters", "no-letters", "redrive"].map((id) => section.querySelector(`#${id}`));

    async function load() {
        const { items } = await listDeadLetters();
        list.replaceChildren(...items.map(row));
        empty.hidden = items.length > 0;
        all.hidden = items.length < 2;
    }

    /** Does what was asked, and looks again at what is left. */
    const asking = (subject, ask) => async () => {
        try {
            await ask();
            await load();
        } catch (error) {
            onRefused(subject, error.sentence ?? error.message);
        }
    };

    /** What became no video, or is wrong with the file itself, is not tried again: its sender has to send something else. */
    function row({ video, filename, task, attempts, origin, error, remedy, failedAt }) {
        const again = asking(filename, async () => onVideo(await retryVideo(video)));
        return h(
            "li",
            { class: "row", "data-testid": "letter" },
            h(
                "div",
                {},
                h("p", {}, h("strong", {}, video ? filename : origin), ` ${error.message}`),
                h(
                    "p",
                    { class: "row-facts" },
                    [error.code, ...(video ? [task, `${attempts} ${attempts === 1 ? "attempt" : "attempts"}`] : [error.detail]), ago(failedAt)].join(" · "),
                ),
            ),
            remedy === "RETRY" &&
                h("button", { class: "button small", type: "button", "data-testid": "try-again", onclick: again }, "Try again"),
        );
    }

    section.addEventListener("toggle", () => section.open && asking(null, async () => {})());
    all.addEventListener("click", asking(null, redriveAll));
}
