/** The address of the page: that of the video that is played, so that it can be handed on, and Back closes the player. */

const ID = /^#([0-9a-f-]{36})$/;

/**
 * @param {object} hooks
 * @param {(id: string) => void} hooks.open
 * @param {() => void} hooks.close
 */
export function createPlace({ open, close }) {
    const title = document.title;
    const asked = () => location.hash.match(ID)?.[1];

    function follow() {
        const id = asked();
        id ? open(id) : close();
    }

    window.addEventListener("popstate", follow);
    return {
        follow,
        /** @param {object} video is played now */
        enter(video) {
            document.title = `${video.filename} · ${title}`;
            if (asked() !== video.id) {
                history.pushState({ isWithin: true }, "", `#${video.id}`);
            }
        },
        /** No video is played. */
        leave() {
            document.title = title;
            if (asked() && history.state?.isWithin) {
                history.back();
            } else if (asked()) {
                history.replaceState(null, "", location.pathname + location.search);
            }
        },
    };
}
