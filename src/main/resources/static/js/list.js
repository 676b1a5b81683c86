/** The videos that are shown, newest first, page by page. */
import { listVideos } from "./api.js";
import { createCard } from "./card.js";
import { announce } from "./dom.js";

const NEWS = { READY: "is ready", FAILED: "failed", CANCELLED: "was cancelled", QUEUED: "was uploaded" };

/**
 * @param {object} options
 * @param {HTMLElement} options.cards
 * @param {HTMLElement} options.empty
 * @param {HTMLButtonElement} options.more
 * @param {(video: object) => object} options.local what only this browser knows of a video, see card.js
 * @param {(action: string, video: object, argument?: any) => void} options.act
 * @param {(id: string) => void} options.onRemoved
 */
export function createList({ cards, empty, more, local, act, onRemoved }) {
    const shown = new Map(); // id → {video, card}
    const gone = new Set(); // a poll that was under way when a video was deleted must not bring it back
    let cursor; // undefined until the first page came, null after the last

    function put(video) {
        const entry = shown.get(video.id);
        if (gone.has(video.id) || (entry && video.updatedAt < entry.video.updatedAt)) {
            return;
        }
        if (!entry) {
            const card = createCard(video, act);
            shown.set(video.id, { video, card });
            const older = [...cards.children].find(
                (other) => shown.get(other.dataset.videoId).video.createdAt < video.createdAt,
            );
            cards.insertBefore(card.element, older ?? null);
        } else {
            if (entry.video.status !== video.status && NEWS[video.status]) {
                announce(`${video.filename} ${NEWS[video.status]}`);
            }
            entry.video = video;
        }
        redraw(video.id);
    }

    function redraw(id) {
        const entry = shown.get(id);
        entry?.card.update(entry.video, local(entry.video));
        empty.hidden = shown.size > 0 || cursor === undefined;
        document.body.classList.toggle("has-videos", shown.size > 0);
    }

    function remove(id) {
        const entry = shown.get(id);
        gone.add(id);
        onRemoved(id);
        if (!entry) {
            return;
        }
        const next = entry.card.element.nextElementSibling ?? entry.card.element.previousElementSibling;
        const hadFocus = entry.card.element.contains(document.activeElement);
        entry.card.element.remove();
        shown.delete(id);
        redraw(id);
        if (hadFocus) {
            (shown.get(next?.dataset.videoId)?.card ?? document.getElementById("videos")).focus();
        }
    }

    /** Takes the newest page in, and out what should be on it and is not. */
    function putNewest({ items, nextCursor }) {
        const listed = new Set(items.map((video) => video.id));
        const last = items.at(-1);
        const missing = [...shown.values()].filter(
            ({ video }) => !listed.has(video.id) && (!nextCursor || (last && video.createdAt > last.createdAt)),
        );
        missing.filter(({ video }) => !local(video).upload).forEach(({ video }) => remove(video.id));
        if (cursor === undefined) {
            cursor = nextCursor ?? null;
        }
        items.forEach(put);
        finishPage();
    }

    function finishPage() {
        more.hidden = !cursor;
        empty.hidden = shown.size > 0;
    }

    more.addEventListener("click", async () => {
        more.disabled = true;
        try {
            const page = await listVideos(cursor);
            cursor = page.nextCursor ?? null;
            page.items.forEach(put);
            shown.get(page.items[0]?.id)?.card.focus();
        } catch (error) {
            announce(error.sentence);
        } finally {
            more.disabled = false;
            finishPage();
        }
    });
    setInterval(() => shown.forEach(({ card }) => card.refreshAge()), 30000);

    return {
        put,
        putNewest,
        redraw,
        remove,
        get: (id) => shown.get(id)?.video,
        all: () => [...shown.values()].map(({ video }) => video),
    };
}
