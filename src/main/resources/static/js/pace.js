/** How fast an upload goes. */

/** @returns {(sent: number) => number} bytes per second over the last few seconds, 0 while that is not known yet */
export function createPace() {
    const seen = [];
    return (sent) => {
        const now = performance.now();
        seen.push([now, sent]);
        while (seen.length > 2 && now - seen[0][0] > 5000) {
            seen.shift();
        }
        const [since, before] = seen[0];
        return now - since > 400 ? ((sent - before) * 1000) / (now - since) : 0;
    };
}
