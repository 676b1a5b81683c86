/**
 * The uploads of this page. Uppy keeps the files, their state, the drop target and the retries; the sending is ours, because
 * Uppy's S3 plugin wants to create and complete multipart uploads by itself, which here is the server's to do.
 */
import { createChooser, keyOf } from "./choosing.js";
import { bytes } from "./format.js";
import { createPace } from "./pace.js";
import { forget } from "./pending.js";
import { isOver, sendVideo } from "./sending.js";
import { createTurns } from "./turns.js";

const FILES_AT_ONCE = 2;
const PAUSE = Symbol("somebody wants a pause");

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
    const uppy = new Uppy({ autoProceed: true, onBeforeFileAdded: createChooser(hooks.onRefused) });
    const fileOf = new Map(); // video id → Uppy's file id
    const stops = new Map(); // Uppy's file id → AbortController
    const turns = createTurns(FILES_AT_ONCE, sendOne, hooks.onQueue);

    uppy.use(DropTarget, { target: hooks.target });
    uppy.on("files-added", hooks.onChosen);
    uppy.addUploader((fileIds) => {
        const files = uppy.getFilesByIds(fileIds).filter((file) => !file.progress.uploadComplete);
        uppy.emit("upload-start", files);
        return turns.take(files.map(({ id }) => id));
    });
    uppy.on("file-removed", ({ id }) => {
        turns.leave(id);
        stops.get(id)?.abort();
    });

    async function sendOne(fileId) {
        const file = uppy.getFile(fileId);
        const stop = new AbortController();
        stops.set(fileId, stop);
        const pace = createPace();
        let { videoId } = file.meta;
        let state = { sent: 0, total: file.size, speed: 0 };
        const show = (change) => {
            state = { ...state, ...change };
            hooks.onState(videoId, state);
        };
        try {
            const video = await sendVideo(file, {
                videoId,
                profile: hooks.profile(),
                signal: stop.signal,
                onBegun(id, inParts) {
                    videoId = id;
                    uppy.setFileMeta(fileId, { videoId });
                    fileOf.set(videoId, fileId);
                    show({ error: undefined, paused: false, inParts });
                    hooks.onNews(videoId);
                },
                onSent(sent) {
                    const progress = { uploadStarted: Date.now(), bytesUploaded: sent, bytesTotal: file.size };
                    uppy.emit("upload-progress", uppy.getFile(fileId), progress);
                    show({ sent, speed: pace(sent) });
                },
            });
            uppy.emit("upload-success", uppy.getFile(fileId), { status: 200, body: {} });
            finish(videoId);
            hooks.onTaken(video);
        } catch (error) {
            if (stop.signal.aborted) {
                stop.signal.reason === PAUSE && show({ paused: true, speed: 0 });
                return;
            }
            stop.abort(); // the other parts of the same file
            uppy.emit("upload-error", uppy.getFile(fileId), error);
            giveUp(file, videoId, error, show);
        } finally {
            stops.delete(fileId);
        }
    }

    function giveUp(file, videoId, error, show) {
        const sentence = error.sentence ?? error.message;
        if (videoId && isOver(error)) {
            finish(videoId);
            hooks.onNews(videoId);
        } else if (videoId) {
            show({ error: sentence, speed: 0 });
        } else {
            uppy.removeFile(file.id);
            hooks.onRefused(file.name, sentence);
        }
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
        isBusy: turns.isBusy,
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
