/** Sentences about what did not work and belongs to no video. Each stays until it is dismissed. */
import { h, setText } from "./dom.js";

/** @param {HTMLElement} list */
export function createNotices(list) {
    let offline = null;

    function add(subject, sentence) {
        const notice = h(
            "li",
            { class: "notice", "data-testid": "notice", "data-subject": subject },
            h("p", {}, subject && h("strong", {}, `${subject}: `), sentence),
        );
        notice.append(
            h(
                "button",
                { class: "icon-button bare", type: "button", "aria-label": "Dismiss", onclick: () => notice.remove() },
                "✕",
            ),
        );
        list.prepend(notice);
        while (list.children.length > 5) {
            list.lastChild.remove();
        }
        return notice;
    }

    return {
        add,
        /** Takes back what was said about `subject`, because it is tried again. */
        withdraw: (subject) =>
            [...list.children]
                .filter((notice) => notice.dataset.subject === subject)
                .forEach((notice) => notice.remove()),
        reachable(yes) {
            if (yes) {
                offline?.remove();
                offline = null;
            } else {
                offline ??= add(null, "");
                setText(offline.querySelector("p"), "The server cannot be reached. This page tries again by itself.");
            }
        },
    };
}
