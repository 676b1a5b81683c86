/** What a video's state means, in words and as a share of the work. Pure. */
import { bytes, percent, remaining } from "./format.js";

/** Of a video that failed, where another attempt would not help. */
const HINTS = {
    OTHER_FILE: "Upload another file: this one would fail again.",
    REGISTER_AGAIN: "Drop its file on the page once more: this upload is over.",
};

/**
 * @param {object} video
 * @param {import("./uploads.js").UploadState|undefined} upload when this page is sending the file
 * @param {object|undefined} unfinished what is remembered of an upload of an earlier visit
 * @returns {{tone: string, label: string, hint: string, progress: number|null}} tone is a CSS class; progress null means
 *     that there is no bar
 */
export function describe(video, upload, unfinished) {
    switch (video.status) {
        case "AWAITING_UPLOAD":
            return describeUpload(upload, unfinished, video);
        case "QUEUED":
            return {
                tone: "waiting",
                label: "In line",
                hint: "A worker takes it up as soon as one is free.",
                progress: null,
            };
        case "PROCESSING":
            return {
                tone: "busy",
                label: video.renditions?.length ? `Encoding ${percent(video.progress)}` : "Looking at the file",
                hint: video.playable ? "You can watch it already." : "",
                progress: video.progress,
            };
        case "READY":
            return { tone: "ready", label: "Ready", hint: warningsOf(video), progress: null };
        case "FAILED":
            return { tone: "failed", label: "Failed", hint: HINTS[video.remedy] ?? "", progress: null };
        default:
            return { tone: "quiet", label: "Cancelled", hint: "", progress: null };
    }
}

const warningsOf = ({ warnings = [] }) => warnings.map((warning) => warning.message).join(" ");

function describeUpload(upload, unfinished, video) {
    if (upload?.error) {
        return {
            tone: "failed",
            label: "Upload interrupted",
            hint: upload.error,
            progress: upload.sent / upload.total,
        };
    }
    if (upload?.paused) {
        const hint = upload.inParts ? "" : "A file of this size is sent from its beginning when it goes on.";
        return { tone: "waiting", label: "Upload paused", hint, progress: upload.sent / upload.total };
    }
    if (upload) {
        const left = upload.speed > 0 ? remaining((upload.total - upload.sent) / upload.speed) : "";
        const pace = upload.speed > 0 ? `${bytes(upload.speed)}/s` : "";
        const amount = `${bytes(upload.sent)} of ${bytes(upload.total)}`;
        return {
            tone: "busy",
            label: `Uploading ${percent(upload.sent / upload.total)}`,
            hint: [amount, pace, left].filter(Boolean).join(" · "),
            progress: upload.sent / upload.total,
        };
    }
    if (unfinished) {
        const hint = unfinished.inParts
            ? `Choose ${unfinished.name} again: what has arrived is not sent twice.`
            : `Choose ${unfinished.name} again to send it.`;
        return { tone: "waiting", label: "Upload interrupted", hint, progress: null };
    }
    return {
        tone: "quiet",
        label: "Waiting for its file",
        hint: `${video.filename} is being sent from elsewhere.`,
        progress: null,
    };
}

/** What can be done with a video in its state. */
export function actionsOf(video, upload, canResume) {
    const { status } = video;
    const over = ["READY", "FAILED", "CANCELLED"].includes(status);
    return {
        play: Boolean(video.playable && (video.visibility === "private" || video.playback?.hls || video.playback?.mp4)),
        retryUpload: status === "AWAITING_UPLOAD" && Boolean(upload?.error || upload?.paused),
        pause: status === "AWAITING_UPLOAD" && Boolean(upload) && !upload.error && !upload.paused,
        resume: status === "AWAITING_UPLOAD" && !upload && canResume,
        retry: video.remedy === "RETRY",
        cancel: !over,
        diagnose: true,
        rename: true,
        webhooks: over,
        delete: over,
    };
}
