/** The HTTP API, one function for each operation of /api/openapi.yaml. */

/** What the API answers instead of what was asked: an RFC 9457 problem. */
export class ApiProblem extends Error {
    /** @param {{title?: string, detail?: string, code?: string, status?: number}} problem */
    constructor(problem) {
        super(problem.title ?? "The server gave no reason.");
        this.code = problem.code;
        this.detail = problem.detail;
        this.status = problem.status;
    }

    /** The title, and what exactly was wrong when that says more. */
    get sentence() {
        return this.detail ? `${this.message} ${this.detail}` : this.message;
    }
}

const KEPT = "reelroute-key"; // until the tab is closed

/** @returns {Object<string, string>} the header that says who asks */
export function authorization() {
    const key = sessionStorage.getItem(KEPT);
    return key === null ? {} : { Authorization: `Bearer ${key}` };
}

export const isSignedIn = () => sessionStorage.getItem(KEPT) !== null;
/** @param {string} key an API key, or a token */
export const signIn = (key) => sessionStorage.setItem(KEPT, key);
export const signOut = () => sessionStorage.removeItem(KEPT);

let askForKey = () => {};
/** @param {(problem: ApiProblem) => void} ask called when the API does not take who asks */
export const onKeyWanted = (ask) => (askForKey = ask);

/** Where this page is: behind a proxy, with a path of its own. */
const home = new URL("..", import.meta.url).href.replace(/\/$/, "");

/** Under which address the server gives links to itself: another one, when it is told what the world reaches it at. */
let address = home;

/**
 * What the server says of a video, with links that lead where this page came from.
 *
 * @param {string} json
 */
export const read = (json) =>
    JSON.parse(address === home ? json : json.replaceAll(`"${address}/`, `"${home}/`));

async function call(method, path, { body, headers = {}, signal } = {}) {
    let response;
    try {
        response = await fetch(`${home}/api${path}`, {
            method,
            signal,
            headers: {
                ...authorization(),
                ...headers,
                ...(body === undefined ? {} : { "Content-Type": "application/json" }),
            },
            body: body === undefined ? undefined : JSON.stringify(body),
        });
    } catch (error) {
        if (error.name === "AbortError") {
            throw error;
        }
        throw new ApiProblem({ title: "The server cannot be reached. Is it running?", status: 0 });
    }
    if (!response.ok) {
        const told = await response.json().catch(() => ({}));
        const problem = new ApiProblem({
            title: `The server answered ${response.status}.`,
            ...told,
            status: response.status,
        });
        if (response.status === 401) {
            askForKey(problem);
        }
        throw problem;
    }
    address = response.headers.get("Reelroute-Address") ?? address;
    return response.status === 204 ? null : read(await response.text());
}

const of = (id) => `/videos/${encodeURIComponent(id)}`;

/** @param {Object<string, any>} query the operation's parameters; what is empty is left out */
export const listVideos = (query) =>
    call("GET", `/videos?${new URLSearchParams(Object.entries(query).filter(([, value]) => value))}`);
export const showVideo = (id) => call("GET", of(id));
/** Where a video can be played now; addresses of a private one are asked for, and end some hours later. */
export const addressesOf = async (video) =>
    video.visibility === "private" ? call("POST", `${of(video.id)}/playback`, { body: {} }) : video.playback;
export const listProfiles = () => call("GET", "/profiles");

/** An answer that was lost on its way is asked for again; the key keeps that from making two videos. */
export async function registerVideo(registration, signal) {
    // Not crypto.randomUUID: it exists only on https and localhost.
    const key = [...crypto.getRandomValues(new Uint32Array(4))].map((word) => word.toString(36)).join("-");
    const ask = () => call("POST", "/videos", { body: registration, headers: { "Idempotency-Key": key }, signal });
    return ask().catch((error) => (error.status === 0 ? ask() : Promise.reject(error)));
}

export const showUpload = (id, signal) => call("GET", `${of(id)}/upload`, { signal });
/** @param {{number: number, etag: string}[]|null} parts null: the server asks the bucket */
export const completeUpload = (id, parts, signal) =>
    call("POST", `${of(id)}/upload-complete`, { body: parts ? { parts } : {}, signal });
export const changeVideo = (id, change) => call("PATCH", of(id), { body: change });
export const diagnoseVideo = (id) => call("GET", `${of(id)}/diagnosis`);
export const showStatus = () => call("GET", "/status");
export const cancelVideo = (id) => call("POST", `${of(id)}/cancel`);
export const retryVideo = (id) => call("POST", `${of(id)}/retry`);
export const listDeliveries = (id) => call("GET", `${of(id)}/deliveries`);
export const resendDelivery = (id, delivery) =>
    call("POST", `${of(id)}/deliveries/${encodeURIComponent(delivery)}/resend`);
export const listDeadLetters = () => call("GET", "/dead-letters");
export const redriveAll = () => call("POST", "/dead-letters/redrive");
export const deleteVideo = (id) => call("DELETE", of(id));
export const eventsUrl = (id) => `${home}/api${of(id)}/events`;
