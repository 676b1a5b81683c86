/**
 * Sends one file to presigned URLs, whole or in parts. XMLHttpRequest, because fetch tells nothing about the progress of
 * what it sends.
 */

const PARALLEL_PARTS = 2; // of two files: a browser opens six connections to one HTTP/1.1 server, and others need one, too
const TRIES = 5;

/** A server's refusal. 403 and 401 mean that the URL ran out. */
class Refusal extends Error {
    constructor(status) {
        super(status ? `The bucket answered ${status}.` : "The connection to the bucket was lost.");
        this.status = status;
    }

    get worthAnotherTry() {
        return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
    }
}

function put(url, body, headers, signal, onProgress) {
    return new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        const abort = () => request.abort();
        request.open("PUT", url);
        for (const [name, value] of Object.entries(headers)) {
            request.setRequestHeader(name, value);
        }
        const refuse = (status) => {
            onProgress(0);
            reject(new Refusal(status));
        };
        request.upload.onprogress = (event) => onProgress(event.loaded);
        request.onload = () =>
            request.status < 300 ? resolve(request.getResponseHeader("ETag")) : refuse(request.status);
        request.onerror = () => refuse(0);
        request.onabort = () => reject(new DOMException("The upload was stopped.", "AbortError"));
        request.onloadend = () => signal.removeEventListener("abort", abort);
        signal.throwIfAborted();
        signal.addEventListener("abort", abort);
        request.send(body);
    });
}

/** Waits longer after each try, and for the network when the browser knows that there is none. */
function pause(attempt, signal) {
    return new Promise((resolve, reject) => {
        const go = () => (navigator.onLine ? resolve() : addEventListener("online", resolve, { once: true }));
        const timer = setTimeout(go, 500 * 2 ** attempt * (0.75 + Math.random() / 2));
        signal.addEventListener("abort", () => (clearTimeout(timer), reject(signal.reason)), { once: true });
    });
}

async function persist(attemptOnce, renew, signal) {
    for (let attempt = 0; ; attempt++) {
        try {
            return await attemptOnce();
        } catch (error) {
            if (!(error instanceof Refusal) || attempt + 1 >= TRIES) {
                throw error;
            }
            if (error.status === 403 || error.status === 401) {
                await renew();
            } else if (error.worthAnotherTry) {
                await pause(attempt, signal);
            } else {
                throw error;
            }
        }
    }
}

/**
 * @param {File} file
 * @param {object} upload the API's `upload` answer
 * @param {{signal: AbortSignal, onProgress: (sent: number) => void, renew: () => Promise<object>}} how `renew` asks the
 *     API for fresh URLs
 * @returns {Promise<{number: number, etag: string}[]|null>} null when there is nothing to tell about parts
 */
export async function sendFile(file, upload, { signal, onProgress, renew }) {
    return upload.method === "PUT"
        ? sendWhole(file, upload, { signal, onProgress, renew })
        : sendParts(file, upload, { signal, onProgress, renew });
}

async function sendWhole(file, upload, { signal, onProgress, renew }) {
    let { url, headers } = upload;
    // A slice has no type, so that the browser adds no Content-Type that was not signed.
    const body = file.slice(0, file.size);
    await persist(
        () => put(url, body, headers ?? {}, signal, onProgress),
        async () => ({ url, headers } = await renew()),
        signal,
    );
    return null;
}

async function sendParts(file, upload, { signal, onProgress, renew }) {
    const { partSize } = upload;
    const urls = new Map();
    const done = new Map();
    const sent = new Map();
    const rangeOf = (number) => [(number - 1) * partSize, Math.min(number * partSize, file.size)];
    const sizeOf = (number) => rangeOf(number)[1] - rangeOf(number)[0];
    const take = (answer) => answer.parts.forEach((part) => urls.set(part.number, part.url));
    const report = () => onProgress([...sent.values()].reduce((sum, count) => sum + count, 0));

    take(upload);
    for (const part of upload.uploaded ?? []) {
        done.set(part.number, part.etag);
        sent.set(part.number, sizeOf(part.number));
    }
    report();

    // One renewal serves all parts whose URLs ran out together.
    let renewal = null;
    const renewUrls = () =>
        (renewal ??= renew()
            .then(take)
            .finally(() => (renewal = null)));

    const waiting = [...urls.keys()].sort((a, b) => a - b);
    const sendNext = async () => {
        for (let number = waiting.shift(); number !== undefined; number = waiting.shift()) {
            const part = number;
            const etag = await persist(
                () =>
                    put(urls.get(part), file.slice(...rangeOf(part)), {}, signal, (count) => {
                        sent.set(part, Math.min(count, sizeOf(part)));
                        report();
                    }),
                renewUrls,
                signal,
            );
            done.set(part, etag);
            sent.set(part, sizeOf(part));
            report();
        }
    };
    await Promise.all(Array.from({ length: PARALLEL_PARTS }, sendNext));

    const parts = [...done].map(([number, etag]) => ({ number, etag })).sort((a, b) => a.number - b.number);
    // A bucket that hides the ETag header from scripts: the server can ask it instead.
    return parts.every((part) => part.etag) ? parts : null;
}
