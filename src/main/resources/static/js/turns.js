/** Whose turn it is: of many files, a few at a time are sent. */

/**
 * @param {number} atOnce
 * @param {(id: string) => Promise<void>} send never rejects
 * @param {(count: number) => void} onQueue how many wait
 */
export function createTurns(atOnce, send, onQueue) {
    let waiting = [];
    let running = 0;

    function next() {
        while (running < atOnce && waiting.length > 0) {
            const { id, resolve } = waiting.shift();
            running += 1;
            send(id).finally(() => {
                running -= 1;
                resolve();
                next();
            });
        }
        onQueue(waiting.length);
    }

    return {
        /** @returns {Promise} fulfilled when each of them was sent, or has given up */
        take(ids) {
            const ends = ids.map((id) => new Promise((resolve) => waiting.push({ id, resolve })));
            next();
            return Promise.all(ends);
        },
        leave(id) {
            waiting.filter((entry) => entry.id === id).forEach((entry) => entry.resolve());
            waiting = waiting.filter((entry) => entry.id !== id);
        },
        isBusy: () => running > 0 || waiting.length > 0,
    };
}
