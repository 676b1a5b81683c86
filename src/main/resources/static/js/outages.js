/** Keeps a stream alive through outages, and says in words what cannot be mended. */
import Hls from "../vendor/hls.js-1.7.4/hls.min.mjs";

const AGAIN = 3000; // ms between two tries to reach the server
const AGAIN_WITHOUT_NETWORK = 10000; // a server on the viewer's own machine may answer all the same
const GONE = [404, 410];
const OVER = 403; // the address of a private video

/**
 * @param {string} url of the stream
 * @param {(sentence: string|null) => void} tell
 * @returns {() => void} stops it
 */
export function holdOn(hls, url, tell) {
    let mended = 0;
    let timer;

    function goOn() {
        clearTimeout(timer);
        if (hls.levels.length > 0) {
            hls.startLoad(-1);
        } else {
            hls.loadSource(url);
        }
    }

    function goOnAnew() {
        tell(null);
        goOn();
    }

    // What is loaded plays on.
    function pause() {
        clearTimeout(timer);
        timer = setTimeout(goOnAnew, AGAIN_WITHOUT_NETWORK);
        hls.stopLoad();
        tell("There is no network. The video goes on when it is back.");
    }

    hls.on(Hls.Events.ERROR, (event, { fatal, type, details, response }) => {
        if (!fatal) {
            return;
        }
        if (type === Hls.ErrorTypes.MEDIA_ERROR && mended < 2) {
            mended += 1;
            hls.recoverMediaError();
        } else if (type !== Hls.ErrorTypes.NETWORK_ERROR) {
            hls.stopLoad();
            tell(`The stream cannot be played (${details}).`);
        } else if (response?.code === OVER) {
            hls.stopLoad();
            tell("The address of this stream has ended. Open the video again.");
        } else if (GONE.includes(response?.code)) {
            hls.stopLoad();
            tell("The stream is no longer there. Was the video deleted?");
        } else {
            tell("The server cannot be reached. The video goes on when it is back.");
            timer = setTimeout(goOn, AGAIN);
        }
    });
    hls.on(Hls.Events.FRAG_LOADED, () => tell(null));
    window.addEventListener("offline", pause);
    window.addEventListener("online", goOnAnew);
    return () => {
        clearTimeout(timer);
        window.removeEventListener("offline", pause);
        window.removeEventListener("online", goOnAnew);
    };
}
