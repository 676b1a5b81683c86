/** Goes on in another stream at the same moment, without a break. */

const LOOK = 30; // ms
const NEAR = 0.04; // seconds, a picture or two
const LONGEST_LEAD = 8; // seconds

/**
 * Brings a second video element to the same moment behind the first one, and tells when it can take the place. While the
 * first one plays, the second waits ahead of it until it passes by.
 *
 * @param {HTMLVideoElement} before
 * @param {HTMLVideoElement} after with its stream attached, not playing
 * @param {() => void} onMeeting `after` shows what `before` shows; called once
 * @returns {() => void} gives up
 */
export function awaitMeeting(before, after, onMeeting) {
    let lead = 0.5;
    const timer = setInterval(look, LOOK);
    let aimed = false;

    function aim(ahead) {
        aimed = true;
        after.currentTime = before.ended ? after.duration : Math.min(before.currentTime + ahead, after.duration);
    }

    function look() {
        if (after.readyState < HTMLMediaElement.HAVE_METADATA || after.seeking || isElsewhere(before)) {
            return;
        }
        const ahead = after.currentTime - before.currentTime;
        // One that waits for data itself has nothing that could break.
        const flows = !before.paused && !before.ended && before.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA;
        if (!aimed) {
            aim(flows ? lead : 0);
        } else if (!flows) {
            const there = before.ended ? after.currentTime === after.duration : Math.abs(ahead) <= NEAR;
            if (!there && after.currentTime !== after.duration) {
                aim(0);
            } else if (after.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
                meet();
            }
        } else if (ahead < -3 * NEAR || ahead > 2 * LONGEST_LEAD) {
            lead = Math.min(2 * lead, LONGEST_LEAD);
            aim(lead);
        } else if (ahead <= NEAR && after.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA) {
            meet();
        }
    }

    function meet() {
        clearInterval(timer);
        onMeeting();
    }

    return () => clearInterval(timer);
}

/** In a window of its own or on another device, where no other element can take its place. */
function isElsewhere(screen) {
    return document.pictureInPictureElement === screen || screen.remote?.state === "connected" ||
        Boolean(screen.webkitCurrentPlaybackTargetIsWireless);
}
