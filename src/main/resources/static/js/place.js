/** The address of the page: that of the video that is played, so that it can be handed on, and Back closes the player. */

const ID = /^[0-9a-f-]{36}$/;

/**
 * @param {object} hooks
 * @param {(id: string) => void} hooks.open
 * @param {() => void} hooks.close
 * @param {() => void} hooks.refuse the address is that of no video
 */
export function createPlace({ open, close, refuse }) {
    const title = document.title;
    /** What stands behind the #, unless it is a part of the page. */
    const asked = () => {
        const word = location.hash.slice(1);
        return document.getElementById(word) ? "" : word;
    };
    let played = null; // the id
    let goesBack = false; // by itself: until the browser has done so, the address is the old one

    function show(id) {
        if (asked() !== id) {
            history.pushState({ isWithin: true }, "", `#${id}`);
        }
    }

    function follow() {
        const word = asked();
        if (word && !ID.test(word)) {
            refuse();
        } else {
            word ? open(word) : close();
        }
    }

    window.addEventListener("popstate", () => {
        if (!goesBack) {
            follow();
            return;
        }
        goesBack = false;
        if (played) {
            show(played); // it was opened meanwhile
        }
    });
    return {
        follow,
        /** @param {object} video is played now */
        enter(video) {
            document.title = `${video.filename} · ${title}`;
            played = video.id;
            if (!goesBack) {
                show(played);
            }
        },
        /** No video is played. */
        leave() {
            document.title = title;
            played = null;
            if (goesBack || !asked()) {
                return;
            }
            if (history.state?.isWithin) {
                goesBack = true;
                history.back();
            } else {
                history.replaceState(history.state, "", location.pathname + location.search);
            }
        },
    };
}
