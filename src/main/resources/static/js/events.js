/** Follows a video by its event stream. Read by fetch: the browser's own reader of such streams can send no key. */
import { authorization, eventsUrl } from "./api.js";

const AGAIN = 3000; // ms after which a stream that broke is opened again

/**
 * @param {string} id of the video
 * @param {(name: string, data: string) => void} onEvent
 * @returns {{isOpen: () => boolean, close: () => void}} a stream that the server refused is never open again
 */
export function follow(id, onEvent) {
    const ending = new AbortController();
    let open = false;
    let last = "";

    async function read() {
        const headers = { ...authorization(), ...(last ? { "Last-Event-ID": last } : {}) };
        const response = await fetch(eventsUrl(id), { headers, signal: ending.signal });
        if (!response.ok) {
            ending.abort();
            return;
        }
        open = true;
        const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
        let rest = "";
        for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
            const events = (rest + piece.value).split("\n\n");
            rest = events.pop();
            events.forEach(tell);
        }
    }

    /** @param {string} text lines of a field each: WHATWG HTML, 9.2.6 */
    function tell(text) {
        const fields = { id: last, event: "message", data: "" };
        for (const line of text.split("\n")) {
            const [, name, value] = /^(\w+): ?(.*)$/.exec(line) ?? [];
            if (name === "data") {
                fields.data += value;
            } else if (name) {
                fields[name] = value;
            }
        }
        last = fields.id;
        onEvent(fields.event, fields.data);
    }

    async function keepReading() {
        while (!ending.signal.aborted) {
            await read().catch(() => {}); // it is read on from where it broke
            open = false;
            await new Promise((resolve) => setTimeout(resolve, AGAIN));
        }
    }

    keepReading();
    return { isOpen: () => open, close: () => ending.abort() };
}
