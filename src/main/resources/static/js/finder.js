/** What of the videos is shown: words of their names, a state, a tenant, and in which order. */
import { h, setText } from "./dom.js";

const STATES = [
    ["", "All"],
    ["READY", "Ready"],
    ["PROCESSING", "Encoding"],
    ["QUEUED", "In line"],
    ["AWAITING_UPLOAD", "Waiting for its file"],
    ["FAILED", "Failed"],
    ["CANCELLED", "Cancelled"],
];
const NEWEST = "newest";
const PAUSE = 250; // ms after the last key before it is searched
const RECOUNT = 5000; // ms: to count costs more than a page

/** As the server compares names. */
export const folded = (name) => name.normalize("NFKD").replace(/\p{Mn}+/gu, "").toLowerCase().replace(/\s+/g, " ").slice(0, 255);

/**
 * @param {HTMLElement} bar
 * @param {(isTyped: boolean) => void} onChange somebody looks for something else
 */
export function createFinder(bar, onChange) {
    const part = (name) => bar.querySelector(`#find-${name}`);
    const [words, states, tenant, sort, total] = ["words", "states", "tenant", "sort", "total"].map(part);
    const chips = new Map(STATES.map(([state, label]) => [state, chip(state, label)]));
    states.append(...chips.values());
    let status = "";
    let counted = 0;
    let timer;

    function chip(state, label) {
        return h(
            "button",
            {
                class: "chip",
                type: "button",
                "data-testid": "find-state",
                "data-state": state,
                "aria-pressed": state === "" ? "true" : "false",
                onclick: () => choose(state),
            },
            label,
            h("span", { class: "chip-count" }),
        );
    }

    function press(state) {
        status = state;
        chips.forEach((each, key) => each.setAttribute("aria-pressed", key === state ? "true" : "false"));
    }

    function choose(state) {
        press(state);
        changed();
    }

    function changed(isTyped = false) {
        clearTimeout(timer);
        counted = 0;
        onChange(isTyped);
    }

    words.addEventListener("input", () => {
        clearTimeout(timer);
        timer = setTimeout(changed, PAUSE, true);
    });
    tenant.addEventListener("change", () => changed());
    sort.addEventListener("change", () => changed());
    bar.addEventListener("submit", (event) => {
        event.preventDefault();
        changed(true);
    });

    const query = () => ({ q: words.value.trim(), status, tenant: tenant.value.trim(), sort: sort.value });

    /** Whether something is looked for: less than all may be shown. */
    const isNarrow = () => Boolean(status || words.value.trim() || tenant.value.trim());

    return {
        isNarrow,
        sort: () => sort.value,
        query,
        /** The same as the query of an address; empty for all videos, newest first. */
        address() {
            const { sort: order, ...rest } = query();
            const said = Object.entries({ ...rest, sort: order === NEWEST ? "" : order });
            return new URLSearchParams(said.filter(([, value]) => value)).toString();
        },
        /**
         * Looks for what the query of an address says, as far as it makes sense.
         *
         * @returns {string[]} what does not, in sentences
         */
        follow(search) {
            const said = new URLSearchParams(search);
            const [state, order] = [said.get("status") ?? "", said.get("sort") ?? NEWEST];
            const [isState, isOrder] = [chips.has(state), [...sort.options].some(({ value }) => value === order)];
            clearTimeout(timer);
            counted = 0;
            words.value = (said.get("q") ?? "").slice(0, words.maxLength);
            tenant.value = (said.get("tenant") ?? "").slice(0, tenant.maxLength);
            sort.value = isOrder ? order : NEWEST;
            press(isState ? state : "");
            tenant.parentElement.hidden &&= !tenant.value;
            return [
                !isState && `There is no state "${state}": videos of every state are shown.`,
                !isOrder && `There is no order "${order}": the newest videos are shown first.`,
            ].filter(Boolean);
        },
        /** Whether it is time to ask for counts again. */
        wantsCounts() {
            const due = performance.now() - counted > RECOUNT || counted === 0;
            counted = due ? performance.now() : counted;
            return due;
        },
        /** A page has come. */
        show({ total: found, counts, items }) {
            if (counts) {
                const all = Object.values(counts).reduce((a, b) => a + b, 0);
                chips.forEach((each, state) => {
                    const count = state ? counts[state] : all;
                    setText(each.querySelector(".chip-count"), count.toLocaleString("en"));
                    each.hidden = Boolean(state) && count === 0 && state !== status;
                });
                setText(total, `${found.toLocaleString("en")} ${found === 1 ? "video" : "videos"}`);
                bar.hidden = all === 0 && !isNarrow();
            }
            if (items.some((video) => video.tenant)) {
                tenant.parentElement.hidden = false;
            }
        },
        clear() {
            words.value = "";
            tenant.value = "";
            choose("");
        },
        /** Whether a video belongs to what is shown, as far as this page can tell. */
        takes(video) {
            const found = folded(words.value)
                .split(" ")
                .filter(Boolean)
                .reduce((from, word) => {
                    const at = from < 0 ? -1 : folded(video.filename).indexOf(word, from);
                    return at < 0 ? -1 : at + word.length;
                }, 0);
            return (
                found >= 0 &&
                (!status || video.status === status) &&
                (!tenant.value.trim() || video.tenant === tenant.value.trim())
            );
        },
    };
}
