/** Goes on in another stream at the same moment, without a break. */

const LOOK = 30; // ms
const NEAR = 0.04; // seconds, a frame or two
const LONGEST_LEAD = 8; // seconds
const TAIL = 0.1; // seconds before the end; at the very end there is nothing to load

/**
 * Brings a second video element to the same moment behind the first one, and tells when it can take the place. While the
 * first one plays, the second waits ahead of it until it passes by.
 *
 * @param {HTMLVideoElement} before
 * @param {HTMLVideoElement} after with its stream attached, not playing
 * @param {() => boolean} hasBegun whether `after` can be sent elsewhere
 * @param {() => void} onMeeting `after` shows what `before` shows; called once
 * @returns {() => void} gives up
 */
export function awaitMeeting(before, after, hasBegun, onMeeting) {
    const timer = setInterval(look, LOOK);
    let lead = 1; // seconds ahead of one that plays
    let aimed = false;

    function aim(ahead) {
        aimed = true;
        const wanted = before.ended ? after.duration : before.currentTime + ahead;
        after.currentTime = Math.max(0, Math.min(wanted, after.duration - TAIL));
    }

    function look() {
        if (!hasBegun() || after.seeking || isElsewhere(before)) {
            return;
        }
        const ahead = after.currentTime - before.currentTime;
        // One that waits for data itself has nothing that could break.
        const flows = !before.paused && !before.ended && before.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA;
        const last = after.duration - after.currentTime <= 2 * TAIL;
        if (!aimed) {
            aim(flows ? lead : 0);
        } else if (!flows && Math.abs(ahead) > NEAR && !(last && (before.ended || ahead < 0))) {
            aim(0);
        } else if (!flows && after.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
            meet();
        } else if (flows && !last && (ahead < -3 * NEAR || ahead > 2 * LONGEST_LEAD)) {
            lead = Math.min(2 * lead, LONGEST_LEAD);
            aim(lead);
        } else if (flows && ahead <= NEAR && after.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA) {
            meet();
        }
    }

    function meet() {
        clearInterval(timer);
        if (before.ended) {
            after.currentTime = after.buffered.end(after.buffered.length - 1);
        }
        onMeeting();
    }

    return () => clearInterval(timer);
}

/** In a window of its own or on another device, where no other element can take its place. */
function isElsewhere(screen) {
    return (
        document.pictureInPictureElement === screen ||
        screen.remote?.state === "connected" ||
        Boolean(screen.webkitCurrentPlaybackTargetIsWireless)
    );
}
