/** AirPlay, where the browser has it: the receiver fetches the stream by itself, hls.js rests meanwhile. */
import Hls from "../vendor/hls.js-1.7.4/hls.min.mjs";

/**
 * The way that WebKit names for pages that feed the element themselves: the same stream as a second source.
 *
 * @see https://webkit.org/blog/15036/how-to-use-media-source-extensions-with-airplay/
 * @param {string} url of the stream
 */
export function offerAirPlay(hls, screen, url) {
    if (!("WebKitPlaybackTargetAvailabilityEvent" in window)) {
        return;
    }
    hls.on(Hls.Events.MEDIA_ATTACHED, () => {
        const source = document.createElement("source");
        Object.assign(source, { type: "application/x-mpegURL", src: url });
        screen.append(source);
        screen.disableRemotePlayback = false; // set by hls.js, whose source alone could not be sent
    });
    screen.addEventListener("webkitcurrentplaybacktargetiswirelesschanged", () => {
        if (screen.webkitCurrentPlaybackTargetIsWireless) {
            hls.stopLoad();
        } else {
            hls.startLoad(screen.currentTime);
        }
    });
}
