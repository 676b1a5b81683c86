/**
 * The way of files from the visitor to the bucket. Uppy keeps the files, their state, the drop target and the retries;
 * the sending is ours, because Uppy's S3 plugin wants to create and complete multipart uploads by itself, which here is
 * the server's to do.
 */
import { completeUpload, registerVideo, showUpload } from "./api.js";
import { bytes } from "./format.js";
import { createPace } from "./pace.js";
import { forget, idOf, remember } from "./pending.js";
import { sendFile } from "./sender.js";
import { holdUpload } from "./tabs.js";

const FILES_AT_ONCE = 2;
const PAUSE = Symbol("somebody wants a pause");
const VIDEO_NAMES = /\.(mp4|m4v|mov|mkv|webm|avi|m?ts|m2ts|mpe?g|vob|flv|ogv|ogg|mxf|wmv|asf|3gp|3g2|dv)$/i;

/** Of what lies in a folder: not the notes, pictures and hidden files beside the videos. */
const looksLikeVideo = ({ name, type }) =>
    !name.startsWith(".") && (type.startsWith("video/") || VIDEO_NAMES.test(name));

/** The server no longer waits for this upload: it came another way, ran out, was cancelled or deleted. */
const isOver = ({ code }) => ["STATE_CONFLICT", "UPLOAD_EXPIRED", "CANCELLED", "VIDEO_NOT_FOUND"].includes(code);

/**
 * @param {object} hooks
 * @param {HTMLElement} hooks.target where files are dropped: all of the page
 * @param {() => string|undefined} hooks.profile the ladder that is chosen now
 * @param {(id: string) => void} hooks.onNews the server has news of this video
 * @param {(id: string, state: UploadState|null) => void} hooks.onState null when the upload is over
 * @param {() => void} hooks.onChosen files were chosen or dropped
 * @param {(video: object) => void} hooks.onTaken the server took the file in
 * @param {(name: string, sentence: string) => void} hooks.onRefused before there was a video
 * @param {(count: number) => void} hooks.onQueue how many files wait for their turn
 *
 * @typedef {{sent: number, total: number, speed: number, error?: string, paused?: boolean, inParts?: boolean}} UploadState
 *     bytes; speed in bytes per second
 */
export function createUploads(hooks) {
    const { Uppy, DropTarget } = window.Uppy;
    const uppy = new Uppy({
        autoProceed: true,
        onBeforeFileAdded: (file) => {
            const inFolder = file.data.relativePath?.includes("/");
            if (inFolder && !looksLikeVideo(file)) {
                leftOut += 1;
                leftOut === 1 && queueMicrotask(tellLeftOut); // after all of them
                return false;
            }
            if (file.size === 0) {
                hooks.onRefused(file.name, "The file is empty.");
            }
            return file.size !== 0;
        },
    });
    let leftOut = 0; // files of a folder
    uppy.use(DropTarget, { target: hooks.target });
    uppy.on("files-added", hooks.onChosen);

    const fileOf = new Map(); // video id → Uppy's file id
    const stops = new Map(); // Uppy's file id → AbortController
    let waiting = [];
    let running = 0;

    uppy.addUploader((fileIds) => {
        const files = uppy.getFilesByIds(fileIds).filter((file) => !file.progress.uploadComplete);
        uppy.emit("upload-start", files);
        const results = files.map((file) => new Promise((resolve) => waiting.push({ id: file.id, resolve })));
        startWaiting();
        return Promise.all(results);
    });
    uppy.on("file-removed", (file) => {
        waiting.filter((entry) => entry.id === file.id).forEach((entry) => entry.resolve());
        waiting = waiting.filter((entry) => entry.id !== file.id);
        stops.get(file.id)?.abort();
    });

    function startWaiting() {
        while (running < FILES_AT_ONCE && waiting.length > 0) {
            const { id, resolve } = waiting.shift();
            running += 1;
            sendOne(id).finally(() => {
                running -= 1;
                resolve();
                startWaiting();
            });
        }
        hooks.onQueue(waiting.length);
    }

    async function sendOne(fileId) {
        const file = uppy.getFile(fileId);
        const stop = new AbortController();
        stops.set(fileId, stop);
        let videoId = file.meta.videoId;
        let state = { sent: 0, total: file.size, speed: 0 };
        let letGo = () => {};
        const show = (change) => {
            state = { ...state, ...change };
            hooks.onState(videoId, state);
        };
        try {
            const upload = await begin(file, stop.signal);
            videoId = upload.videoId;
            uppy.setFileMeta(fileId, { videoId });
            fileOf.set(videoId, fileId);
            const inParts = upload.method !== "PUT";
            remember(videoId, file.data, inParts);
            holdUpload(videoId, new Promise((resolve) => (letGo = resolve)));
            show({ error: undefined, paused: false, inParts });
            hooks.onNews(videoId);

            const pace = createPace();
            const parts = await sendFile(file.data, upload, {
                signal: stop.signal,
                renew: () => showUpload(videoId, stop.signal),
                onProgress: (sent) => {
                    uppy.emit("upload-progress", uppy.getFile(fileId), {
                        uploadStarted: Date.now(),
                        bytesUploaded: sent,
                        bytesTotal: file.size,
                    });
                    show({ sent, speed: pace(sent) });
                },
            });
            const video = await completeUpload(videoId, parts, stop.signal);
            uppy.emit("upload-success", uppy.getFile(fileId), { status: 200, body: {} });
            finish(videoId);
            hooks.onTaken(video);
        } catch (error) {
            if (stop.signal.aborted) {
                stop.signal.reason === PAUSE && show({ paused: true, speed: 0 });
                return;
            }
            stop.abort(); // the other parts of the same file
            const sentence = error.sentence ?? error.message;
            uppy.emit("upload-error", uppy.getFile(fileId), error);
            if (videoId && isOver(error)) {
                finish(videoId);
                hooks.onNews(videoId);
            } else if (videoId) {
                show({ error: sentence, speed: 0 });
            } else {
                uppy.removeFile(fileId);
                hooks.onRefused(file.name, sentence);
            }
        } finally {
            letGo();
            stops.delete(fileId);
        }
    }

    function tellLeftOut() {
        const words = leftOut === 1 ? "1 file of the folder is no video and was" : `${leftOut} files of the folder are no videos and were`;
        hooks.onRefused(null, `${words} left out.`);
        leftOut = 0;
    }

    /** Goes on with the upload of an earlier visit or try, else begins a new one. */
    async function begin(file, signal) {
        const { videoId } = file.meta;
        const known = videoId ?? idOf(file.data);
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
        const { name, type, size } = file;
        const registration = {
            filename: name.slice(-255),
            contentType: type || undefined,
            size,
            profile: hooks.profile(),
        };
        const answer = await registerVideo(registration, signal);
        return { ...answer.upload, videoId: answer.id };
    }

    function finish(videoId) {
        forget(videoId);
        const fileId = fileOf.get(videoId);
        fileOf.delete(videoId);
        hooks.onState(videoId, null);
        if (fileId && uppy.getFile(fileId)) {
            uppy.removeFile(fileId);
        }
    }

    const described = (file, meta) => ({ name: file.name, type: file.type, data: file, source: "chooser", meta });

    const keyOf = ({ name, size, lastModified }) => `${name}\n${size}\n${lastModified}`;

    /** Uppy refuses a file that it has already; one that failed before is wanted again. */
    function add(file, meta = {}) {
        const twin = uppy.getFiles().find(({ data }) => keyOf(data) === keyOf(file));
        if (twin) {
            twin.error && uppy.retryUpload(twin.id);
            return;
        }
        uppy.addFile(described(file, meta));
    }

    return {
        /** @param {File[]} files all at once: each addition alone would cost as much as there are files */
        add(files) {
            if (files.length === 1) {
                add(files[0]);
            } else {
                const known = new Set(uppy.getFiles().map(({ data }) => keyOf(data)));
                uppy.addFiles(files.filter((file) => !known.has(keyOf(file))).map((file) => described(file, {})));
            }
        },
        /** Goes on with an upload of which this page holds the file still. */
        retry: (videoId) => uppy.retryUpload(fileOf.get(videoId)),
        pause: (videoId) => stops.get(fileOf.get(videoId))?.abort(PAUSE),
        /** Whether something would be lost with this page. */
        isBusy: () => running > 0 || waiting.length > 0,
        holds: (videoId) => fileOf.has(videoId),
        /**
         * Goes on with an upload of an earlier visit.
         * @returns {string|null} why the file cannot be it
         */
        resume(videoId, file, expected) {
            if (file.name !== expected.name || (expected.size && file.size !== expected.size)) {
                const wanted = expected.size ? `${expected.name} (${bytes(expected.size)})` : expected.name;
                return `This is another file. Choose ${wanted} to go on.`;
            }
            add(file, { videoId });
            return null;
        },
        /** Stops sending; the video itself is cancelled by the API. */
        stop: finish,
    };
}
