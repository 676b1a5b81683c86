/** Which uploads some tab of this browser sends now, so that the others do not take them for interrupted ones. */

const NAME = "reelroute-upload-";
const PERIOD = 1000; // ms between two looks

let sending = new Set(); // at the last look
const known = new Set(); // those that were asked for
const unsure = new Set(); // of these, since the last look
let onChange = () => {};
let next; // look, at once

/** This tab sends the file until the promise is settled; a tab that is closed sends nothing. Only https and localhost have locks. */
export function holdUpload(id, sending) {
    navigator.locks?.request(NAME + id, { ifAvailable: true }, () => sending).catch(() => {});
}

async function look() {
    clearTimeout(next);
    next = undefined;
    const settled = [...unsure];
    const { held = [] } = (await navigator.locks?.query().catch(() => ({}))) ?? {};
    const before = sending;
    sending = new Set(held.filter(({ name }) => name.startsWith(NAME)).map(({ name }) => name.slice(NAME.length)));
    settled.forEach((id) => unsure.delete(id));
    if (settled.length > 0 || sending.size !== before.size || [...sending].some((id) => !before.has(id))) {
        onChange();
    }
}

/**
 * Of a video that this tab does not send. One that is new was perhaps begun since the last look: until the next one, which follows at
 * once, nobody says that it was interrupted.
 *
 * @param {boolean} isBegunHere in some tab of this browser
 */
export function isSentElsewhere(id, isBegunHere) {
    if (isBegunHere && !known.has(id)) {
        known.add(id);
        unsure.add(id);
        next ??= setTimeout(look);
    }
    return sending.has(id) || unsure.has(id);
}

/** @param {() => void} changed {@link isSentElsewhere} says something else than before */
export function watchTabs(changed) {
    onChange = changed;
    setInterval(look, PERIOD);
    return look();
}
