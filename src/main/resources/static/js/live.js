/**
 * Keeps the shown videos up to date: an event stream for the one that is played and those at work, a poll of the first
 * page for all else (videos that other tools put into the bucket, streams that broke).
 */
import { read, showVideo } from "./api.js";
import * as events from "./events.js";

// A browser opens six connections to one HTTP/1.1 server, over all tabs. Streams hold theirs for good, and uploads take
// up to three.
const STREAMS = 1;
const POLL_AT_WORK = 1500;
const POLL_AT_REST = 6000;
const POLL_WITHOUT_NETWORK = 10000; // a browser without one may reach a server on its own machine all the same

/**
 * @param {object} hooks
 * @param {() => object[]} hooks.watched the shown videos whose news cannot wait, the most urgent first
 * @param {(video: object) => void} hooks.onVideo
 * @param {(id: string) => void} hooks.onDeleted
 * @param {() => Promise<object|null>} hooks.first the first page of what is shown; null: it is out of date
 * @param {(page: object) => void} hooks.onFirst
 * @param {(reachable: boolean) => void} hooks.onReachable
 */
export function createLive(hooks) {
    const streams = new Map();
    let timer = null;
    let networked = true;

    function follow(id) {
        const stream = events.follow(id, (name, data) => {
            if (streams.get(id) !== stream) {
                return;
            }
            if (name === "video") {
                hooks.onVideo(read(data));
            } else if (name === "deleted") {
                leave(id);
                hooks.onDeleted(id);
            }
        });
        streams.set(id, stream);
    }

    function leave(id) {
        streams.get(id)?.close();
        streams.delete(id);
    }

    /** Call after each change of what is shown. */
    function refresh() {
        const wanted = document.hidden || !networked ? [] : hooks.watched().map((video) => video.id);
        [...streams.keys()].filter((id) => !wanted.slice(0, STREAMS).includes(id)).forEach(leave);
        wanted
            .slice(0, STREAMS)
            .filter((id) => !streams.has(id))
            .forEach(follow);
    }

    const unfollowed = () => hooks.watched().filter((video) => !streams.get(video.id)?.isOpen());

    /** Those watched that are further down than the first page. */
    async function pollOlder(page) {
        const seen = new Set(page.items.map((video) => video.id));
        for (const { id } of unfollowed().filter((video) => !seen.has(video.id))) {
            await showVideo(id).then(hooks.onVideo, (error) => error.status === 404 && hooks.onDeleted(id));
        }
    }

    async function poll() {
        try {
            if (!document.hidden) {
                const page = await hooks.first();
                networked = true;
                hooks.onReachable(true);
                if (page) {
                    hooks.onFirst(page);
                    await pollOlder(page);
                }
            }
        } catch (error) {
            hooks.onReachable(error.status !== 0);
        }
        refresh();
        clearTimeout(timer);
        timer = setTimeout(poll, pause());
    }

    function pause() {
        if (!networked) {
            return POLL_WITHOUT_NETWORK;
        }
        return unfollowed().length > 0 ? POLL_AT_WORK : POLL_AT_REST;
    }

    function pollNow() {
        clearTimeout(timer);
        return poll();
    }

    window.addEventListener("offline", () => {
        networked = false;
        refresh();
        hooks.onReachable(false);
        clearTimeout(timer);
        timer = setTimeout(poll, pause());
    });
    window.addEventListener("online", () => {
        networked = true;
        pollNow();
    });
    document.addEventListener("visibilitychange", () => (document.hidden ? refresh() : pollNow()));
    return { pollNow, refresh };
}
