/** The videos that are shown, in the chosen order, page by page. */
import { listVideos } from "./api.js";
import { createCard } from "./card.js";
import { announce } from "./dom.js";
import { folded } from "./finder.js";

const NEWS = { READY: "is ready", FAILED: "failed", CANCELLED: "was cancelled", QUEUED: "was uploaded" };
const PAGE = 20;
const FURTHER_PAGE = 50;
const LONGEST_PAGE = 100;

// Ids sort by time of registration.
const byId = (a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
const ORDERS = {
    newest: (a, b) => byId(b, a),
    oldest: byId,
    name(a, b) {
        const [one, other] = [folded(a.filename), folded(b.filename)];
        return one < other ? -1 : one > other ? 1 : byId(a, b);
    },
};

/**
 * @param {object} options
 * @param {HTMLElement} options.cards
 * @param {HTMLElement} options.empty nothing is there
 * @param {HTMLElement} options.none nothing is found
 * @param {HTMLButtonElement} options.more
 * @param {object} options.finder see finder.js
 * @param {(video: object) => object} options.local what only this browser knows of a video, see card.js
 * @param {(action: string, video: object, argument?: any) => void} options.act
 * @param {(id: string) => void} options.onRemoved
 * @param {() => void} options.onSelected
 */
export function createList({ cards, empty, none, more, finder, local, act, onRemoved, onSelected }) {
    const shown = new Map(); // id → {video, card}
    const gone = new Set(); // a poll that was under way when a video was deleted must not bring it back
    let cursor; // undefined until the first page came, null after the last
    let search = 0; // raised by each: pages of an earlier one come too late

    const before = (a, b) => ORDERS[finder.sort()](a, b) < 0;

    function put(video) {
        const entry = shown.get(video.id);
        if (gone.has(video.id) || (entry && video.updatedAt < entry.video.updatedAt)) {
            return;
        }
        if (!entry && !finder.takes(video) && !local(video).upload) {
            return;
        }
        if (!entry) {
            const card = createCard(video, act, onSelected);
            shown.set(video.id, { video, card });
            place(video, card);
        } else {
            if (entry.video.status !== video.status && NEWS[video.status]) {
                announce(`${video.filename} ${NEWS[video.status]}`);
            }
            const renamed = entry.video.filename !== video.filename;
            entry.video = video;
            if (renamed && finder.sort() === "name") {
                place(video, entry.card);
            }
        }
        redraw(video.id);
    }

    function place(video, card) {
        const next = [...cards.children].find(
            (other) => other !== card.element && before(video, shown.get(other.dataset.videoId).video),
        );
        cards.insertBefore(card.element, next ?? null);
    }

    function redraw(id) {
        const entry = shown.get(id);
        entry?.card.update(entry.video, local(entry.video));
        drawEmpty();
    }

    function drawEmpty() {
        document.body.classList.toggle("has-videos", shown.size > 0 || finder.isNarrow());
        const nothing = shown.size === 0 && cursor !== undefined;
        empty.hidden = !nothing || finder.isNarrow();
        none.hidden = !nothing || !finder.isNarrow();
    }

    /** How far below the window's upper edge, wherever its own entrance has brought it. */
    const topOf = (card) => cards.getBoundingClientRect().top + card.offsetTop - cards.firstElementChild.offsetTop;

    /** It is deleted, and does not come back. */
    function remove(id) {
        gone.add(id);
        onRemoved(id);
        hide(id);
    }

    function hide(id) {
        const entry = shown.get(id);
        if (!entry) {
            return;
        }
        const next = entry.card.element.nextElementSibling ?? entry.card.element.previousElementSibling;
        const hadFocus = entry.card.element.contains(document.activeElement);
        entry.card.element.remove();
        shown.delete(id);
        redraw(id);
        onSelected();
        if (hadFocus) {
            (shown.get(next?.dataset.videoId)?.card ?? document.getElementById("videos")).focus();
        }
    }

    /** Takes the first page in, and out what should be on it and is not. */
    function putFirst({ items, nextCursor }) {
        const listed = new Set(items.map((video) => video.id));
        const last = items.at(-1);
        // The server may sort names a little differently: by name, only a list that is whole says what is missing.
        const missing = [...shown.values()].filter(
            ({ video }) =>
                !listed.has(video.id) &&
                (!nextCursor || (last && finder.sort() !== "name" && before(video, last))),
        );
        missing
            .filter(({ video }) => !local(video).upload)
            .forEach(({ video }) => (finder.isNarrow() ? hide(video.id) : remove(video.id)));
        if (cursor === undefined) {
            cursor = nextCursor ?? null;
        }
        items.forEach(put);
        finishPage();
    }

    function finishPage() {
        more.hidden = !cursor;
        drawEmpty();
    }

    /** The first page of what is looked for now; null when something else is looked for meanwhile. */
    async function first() {
        const mine = search;
        const page = await listVideos({ ...finder.query(), limit: PAGE, counts: finder.wantsCounts() });
        if (mine !== search) {
            return null;
        }
        finder.show(page);
        return page;
    }

    /** @returns {Promise<object[]>} the videos of one more page; none when something else is looked for meanwhile */
    async function further(limit) {
        const mine = search;
        more.disabled = true;
        try {
            const page = await listVideos({ ...finder.query(), limit, cursor });
            if (mine !== search) {
                return [];
            }
            cursor = page.nextCursor ?? null;
            page.items.forEach(put);
            return page.items;
        } catch (error) {
            announce(error.sentence);
            return [];
        } finally {
            more.disabled = false;
            finishPage();
        }
    }

    more.addEventListener("click", async () => {
        const [first] = await further(FURTHER_PAGE);
        shown.get(first?.id)?.card.focus();
    });
    setInterval(() => shown.forEach(({ card }) => card.refreshAge()), 30000);

    return {
        put,
        putFirst,
        first,
        redraw,
        remove,
        /** Something else is looked for: the list begins anew. */
        begin() {
            search += 1;
            cursor = undefined;
            shown.clear();
            cards.replaceChildren();
            more.hidden = true;
            onSelected();
        },
        /** Shows so many, as far as they are there. */
        async fill(count) {
            for (let came = shown.size; came > 0 && cursor && shown.size < count; ) {
                came = (await further(Math.min(LONGEST_PAGE, count - shown.size))).length;
            }
        },
        /** @returns {{id: string, top: number}|{}} the first card that is seen, and how far below the window's edge; {} at the top */
        where() {
            const seen = [...cards.children].find((each) => topOf(each) + each.offsetHeight > 0);
            const card = scrollY > 0 && (seen ?? cards.lastElementChild);
            return card ? { id: card.dataset.videoId, top: topOf(card) } : {};
        },
        /** @param {{id?: string, top?: number}} place see {@link where} */
        goTo({ id, top }) {
            const card = shown.get(id)?.card.element;
            card ? scrollBy(0, topOf(card) - top) : scrollTo(0, 0);
        },
        get: (id) => shown.get(id)?.video,
        all: () => [...shown.values()].map(({ video }) => video),
        selected: () => [...shown.values()].filter(({ card }) => card.isSelected()).map(({ video }) => video),
        select: (yes) => {
            shown.forEach(({ card }) => card.select(yes));
            onSelected();
        },
    };
}
