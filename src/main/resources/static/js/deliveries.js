/** What was told of a video to whom, in a dialog. */
import { listDeliveries, resendDelivery } from "./api.js";
import { h } from "./dom.js";
import { ago } from "./format.js";

const WORDS = { QUEUED: "waits", SENDING: "is being sent", DELIVERED: "delivered", FAILED: "given up" };

/** @param {HTMLDialogElement} dialog */
export function createDeliveries(dialog) {
    const [title, list, trouble] = ["title", "list", "trouble"].map((part) =>
        dialog.querySelector(`#deliveries-${part}`),
    );

    async function show(video, answer) {
        trouble.textContent = "";
        try {
            const { items } = await answer;
            list.replaceChildren(...items.map((delivery) => row(video, delivery)));
            if (items.length === 0) {
                list.append(h("li", { class: "row-facts" }, "Nobody was to be told of this video."));
            }
        } catch (error) {
            trouble.textContent = error.sentence ?? error.message;
        }
    }

    function row(video, { id, type, url, state, attempts, statusCode, error, createdAt, nextAttemptAt }) {
        const facts = [url, `${attempts} ${attempts === 1 ? "attempt" : "attempts"}`, statusCode, ago(createdAt)];
        const next = nextAttemptAt && `Next attempt at ${new Date(nextAttemptAt).toLocaleTimeString()}.`;
        return h(
            "li",
            { class: "row", "data-testid": "delivery", "data-state": state },
            h(
                "div",
                {},
                h("p", {}, h("strong", {}, type), ` ${WORDS[state]}`),
                h("p", { class: "row-facts" }, facts.filter(Boolean).join(" · ")),
                (error || next) && h("p", { class: "row-facts" }, [error, next].filter(Boolean).join(" ")),
            ),
            h(
                "button",
                {
                    class: "button small",
                    type: "button",
                    "data-testid": "resend",
                    onclick: () => show(video, resendDelivery(video.id, id)),
                },
                "Send again",
            ),
        );
    }

    return {
        async open(video) {
            title.textContent = `Webhooks of ${video.filename}`;
            list.replaceChildren();
            dialog.showModal();
            await show(video, listDeliveries(video.id));
        },
    };
}
