/** What is looked for, in the address, and how far one has come in it, in the browser's history: Back and a reload bring back both. */

const PAUSE = 400; // ms: some browsers let a page write to its history no more than a hundred times in half a minute

/**
 * @param {object} options
 * @param {object} options.finder see finder.js
 * @param {object} options.list see list.js
 * @param {() => Promise} options.look shows the first page of what is looked for
 * @param {(sentence: string) => void} options.onUnknown a part of the address means nothing
 */
export function createTrail({ finder, list, look, onUnknown }) {
    let timer;
    let arrivals = 0; // a second step back does not wait for the first one to be shown
    let arrived = false; // until the list is as it was, where one is says nothing
    history.scrollRestoration = "manual"; // a browser would scroll before the list is there

    /** That of what is looked for. */
    function address() {
        const search = finder.address();
        return location.pathname + (search && `?${search}`);
    }

    function keep() {
        clearTimeout(timer);
        timer = undefined;
        if (arrived) {
            history.replaceState({ ...history.state, view: { count: list.all().length, ...list.where() } }, "");
        }
    }

    /** Shows as much as was shown here before, at the same place. */
    async function arrive() {
        arrived = false;
        clearTimeout(timer);
        timer = undefined;
        const { view } = history.state ?? {};
        const mine = ++arrivals;
        await look();
        if (mine !== arrivals) {
            return;
        }
        if (view) {
            await list.fill(view.count);
            if (mine !== arrivals) {
                return;
            }
            list.goTo(view);
        }
        // What could not be fetched is no place to remember.
        arrived = !view || list.all().length > 0;
    }

    window.addEventListener("scroll", () => (timer ??= setTimeout(keep, PAUSE)), { passive: true });
    window.addEventListener("beforeunload", keep); // at "pagehide" it is too late to write
    window.addEventListener("popstate", () => {
        const before = finder.address();
        finder.follow(location.search);
        if (finder.address() !== before) {
            list.begin();
            arrive();
        }
    });

    return {
        /** Of the address that the page was opened with. */
        begin() {
            const unknown = finder.follow(location.search);
            unknown.forEach(onUnknown);
            if (unknown.length > 0) {
                history.replaceState(history.state, "", address() + location.hash);
            }
            return arrive();
        },
        /**
         * Something else is looked for.
         * @param {boolean} isTyped the letters of one search are one step back
         */
        leave(isTyped) {
            if (isTyped && history.state?.isTyped) {
                history.replaceState({ isTyped }, "", address());
            } else if (address() !== location.pathname + location.search) {
                keep();
                history.pushState({ isTyped }, "", address());
            }
        },
    };
}
