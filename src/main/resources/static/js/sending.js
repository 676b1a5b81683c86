/** The way of one file to the server: register it, send it, complete the upload. */
import { completeUpload, registerVideo, showUpload } from "./api.js";
import { forget, idOf, remember } from "./pending.js";
import { sendFile } from "./sender.js";
import { holdUpload } from "./tabs.js";

/** The server no longer waits for this upload: it came another way, ran out, was cancelled or deleted. */
export const isOver = ({ code }) => ["STATE_CONFLICT", "UPLOAD_EXPIRED", "CANCELLED", "VIDEO_NOT_FOUND"].includes(code);

/**
 * @param {{name: string, type: string, size: number, data: File}} file
 * @param {object} how
 * @param {string|undefined} how.videoId of an upload that was begun before
 * @param {string|undefined} how.profile the ladder, for a new one
 * @param {AbortSignal} how.signal
 * @param {(videoId: string, inParts: boolean) => void} how.onBegun
 * @param {(bytes: number) => void} how.onSent
 * @returns {Promise<object>} the video
 */
export async function sendVideo(file, { videoId, profile, signal, onBegun, onSent }) {
    const upload = await begin(file, videoId, profile, signal);
    const id = upload.videoId;
    const inParts = upload.method !== "PUT";
    remember(id, file.data, inParts);
    let letGo;
    holdUpload(id, new Promise((resolve) => (letGo = resolve)));
    try {
        onBegun(id, inParts);
        const renew = () => showUpload(id, signal);
        const parts = await sendFile(file.data, upload, { signal, renew, onProgress: onSent });
        return await completeUpload(id, parts, signal);
    } finally {
        letGo();
    }
}

/** Goes on with the upload of an earlier visit or try, else begins a new one. */
async function begin({ name, type, size, data }, videoId, profile, signal) {
    const known = videoId ?? idOf(data);
    if (known) {
        try {
            return { ...(await showUpload(known, signal)), videoId: known };
        } catch (error) {
            if (videoId || !isOver(error)) {
                throw error;
            }
            forget(known);
        }
    }
    const registration = { filename: name.slice(-255), contentType: type || undefined, size, profile };
    const answer = await registerVideo(registration, signal);
    return { ...answer.upload, videoId: answer.id };
}
