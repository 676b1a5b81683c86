/** Numbers as people read them. */

const plain = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const percents = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 0 });
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** @param {number} count */
export function bytes(count) {
    const units = ["bytes", "kB", "MB", "GB", "TB"];
    let unit = 0;
    while (count >= 1000 && unit < units.length - 1) {
        count /= 1000;
        unit += 1;
    }
    return `${count >= 100 ? Math.round(count) : plain.format(count)} ${units[unit]}`;
}

/** Never 100 % before the end: a bar that is full and goes on is a lie. */
export function percent(fraction) {
    return percents.format(fraction >= 1 ? 1 : Math.min(fraction, 0.99));
}

/**
 * 75 → `1:15`, 3675 → `1:01:15`, as the player says it of the same video: which is made of whole frames, and a second that is not
 * whole does not count.
 *
 * @param {{duration: number, frameRate?: string}} source
 */
export function length({ duration, frameRate }) {
    const rate = frameRate ? perSecond(frameRate) : 1000;
    const whole = Math.floor(Math.round(duration * rate) / rate + 1e-6);
    const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
    const shown = parts[0] > 0 ? parts : parts.slice(1);
    return shown.map((part, index) => (index === 0 ? part : String(part).padStart(2, "0"))).join(":");
}

/** 75 → `about 1 min`, for how long something will still take. */
export function remaining(seconds) {
    if (!Number.isFinite(seconds)) {
        return "";
    }
    if (seconds < 60) {
        return `${Math.max(1, Math.ceil(seconds))} s left`;
    }
    return seconds < 5400 ? `${Math.round(seconds / 60)} min left` : `${plain.format(seconds / 3600)} h left`;
}

/** 75000 → `1 min 15 s`, for how long something took or takes. */
export function lasted(milliseconds) {
    const seconds = Math.max(0, Math.round(milliseconds / 1000));
    if (milliseconds < 10000) {
        return `${plain.format(Math.max(0, milliseconds) / 1000)} s`;
    }
    if (seconds < 60) {
        return `${seconds} s`;
    }
    const [minutes, hours] = [Math.floor(seconds / 60), Math.floor(seconds / 3600)];
    return hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min ${seconds % 60} s`;
}

/** `30000/1001` → `29.97 fps` */
export function frameRate(fraction) {
    return `${new Intl.NumberFormat("en", { maximumFractionDigits: 2 }).format(perSecond(fraction))} fps`;
}

function perSecond(fraction) {
    const [num, den = 1] = String(fraction).split("/").map(Number);
    return num / den;
}

/** @param {string} instant ISO 8601 */
export function ago(instant) {
    const seconds = (Date.parse(instant) - Date.now()) / 1000;
    if (seconds > -45) {
        return "just now";
    }
    for (const [unit, size, limit] of [
        ["minute", 60, 3600],
        ["hour", 3600, 86400],
        ["day", 86400, 604800],
    ]) {
        if (-seconds < limit) {
            return relative.format(Math.round(seconds / size), unit);
        }
    }
    return new Date(instant).toLocaleDateString("en", { day: "numeric", month: "short", year: "numeric" });
}
