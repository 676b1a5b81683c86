/** Which uploads some tab of this browser sends now, so that the others do not take them for interrupted ones. */

const NAME = "reelroute-upload-";
let elsewhere = new Set();

/** This tab sends the file until the promise is settled; a tab that is closed sends nothing. Only https and localhost have locks. */
export function holdUpload(id, sending) {
    navigator.locks?.request(NAME + id, { ifAvailable: true }, () => sending).catch(() => {});
}

/** @returns {Promise<boolean>} whether it has changed what {@link isSentElsewhere} says */
export async function lookAtTabs() {
    const { held = [] } = (await navigator.locks?.query()) ?? {};
    const now = new Set(held.filter(({ name }) => name.startsWith(NAME)).map(({ name }) => name.slice(NAME.length)));
    const changed = now.size !== elsewhere.size || [...now].some((id) => !elsewhere.has(id));
    elsewhere = now;
    return changed;
}

/** Of a video that this tab does not send. */
export const isSentElsewhere = (id) => elsewhere.has(id);
