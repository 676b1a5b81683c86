/** Puts the parts of the page together. */
import "../vendor/media-chrome-4.19.4/all.js";
import { cancelVideo, changeVideo, deleteVideo, retryVideo, showVideo } from "./api.js";
import { createDeliveries } from "./deliveries.js";
import { createDiagnosis } from "./diagnosis.js";
import { createFinder } from "./finder.js";
import { createLetters } from "./letters.js";
import { createList } from "./list.js";
import { createLive } from "./live.js";
import { createNotices } from "./notices.js";
import { createOperating } from "./operating.js";
import { forget, recall } from "./pending.js";
import { createPlace } from "./place.js";
import { createPlayer } from "./player.js";
import { fillProfiles } from "./profiles.js";
import { createSelection } from "./selection.js";
import { createSignIn } from "./signin.js";
import { actionsOf } from "./status.js";
import { isSentElsewhere, watchTabs } from "./tabs.js";
import { createTrail } from "./trail.js";
import { createUploads } from "./uploads.js";

const at = (id) => document.getElementById(id);
const NO_SUCH_VIDEO = "There is no such video. It was deleted, or the address is not complete.";
const uploading = new Map(); // video id → state of the upload
createSignIn(at("sign-in"), at("sign-in-again"), at("sign-out"));
const notices = createNotices(at("notices"));
const player = createPlayer(at("theatre"), {
    onChange: () => live.refresh(),
    onOpen: (video) => place.enter(video),
    onClose: () => place.leave(),
});
const deliveries = createDeliveries(at("deliveries"));
const diagnosis = createDiagnosis(at("diagnosis"));
const finder = createFinder(at("finder"), (isTyped) => {
    trail.leave(isTyped);
    list.begin();
    live.pollNow();
});

const list = createList({
    cards: at("cards"),
    empty: at("empty"),
    none: at("none"),
    more: at("more"),
    finder,
    local({ id }) {
        const begun = recall(id);
        const isElsewhere = isSentElsewhere(id, Boolean(begun));
        return {
            upload: uploading.get(id),
            unfinished: isElsewhere ? undefined : begun,
            canResume: !uploads.holds(id) && !isElsewhere,
        };
    },
    act: (action, video, argument) => actions[action](video, argument),
    onRemoved: player.remove,
    onSelected: () => selection.draw(),
});

const live = createLive({
    watched: () => {
        const rank = { PROCESSING: 1, QUEUED: 2 };
        const rankOf = ({ id, status }) => (player.isPlaying(id) ? 0 : rank[status]);
        return list
            .all()
            .filter((video) => rankOf(video) !== undefined)
            .sort((a, b) => rankOf(a) - rankOf(b));
    },
    onVideo: take,
    onDeleted: list.remove,
    first: list.first,
    onFirst: (page) => {
        list.putFirst(page);
        page.items.forEach(player.update);
    },
    onReachable: notices.reachable,
});

const uploads = createUploads({
    target: document.body,
    profile: () => at("profile").value || undefined,
    onNews: (id) => showVideo(id).then(take, () => {}), // the poll brings it as well
    onState: (id, state) => {
        state ? uploading.set(id, state) : uploading.delete(id);
        list.redraw(id);
    },
    onTaken: take,
    onChosen: () => finder.isNarrow() && finder.clear(), // they are seen, whatever was looked for before
    onRefused: notices.add,
    onQueue: (count) => {
        at("drop-queue").textContent =
            count > 0
                ? `${count} more ${count === 1 ? "file waits" : "files wait"} for ${count === 1 ? "its" : "their"} turn.`
                : "";
    },
});

createLetters(at("operations"), { onVideo: take, onRefused: notices.add });
createOperating(at("status"));

function take(video) {
    list.put(video);
    player.update(video);
    live.refresh();
}

/** Does what was asked; a refusal is told in words, under the video's name. */
const asking = (ask) => async (video, argument) => {
    notices.withdraw(video.filename);
    try {
        await ask(video, argument);
    } catch (error) {
        notices.add(video.filename, error.sentence ?? error.message);
    }
};

const actions = {
    play: asking(player.open),
    webhooks: deliveries.open,
    diagnose: diagnosis.open,
    rename: asking(async (video) => {
        const filename = await askForName(video.filename);
        if (filename && filename !== video.filename) {
            take(await changeVideo(video.id, { filename }));
        }
    }),
    retryUpload: ({ id }) => uploads.retry(id),
    pause: ({ id }) => uploads.pause(id),
    resume: asking(async (video, file) => {
        const expected = recall(video.id) ?? { name: video.filename, size: video.source?.size };
        const refusal = uploads.resume(video.id, file, expected);
        if (refusal) {
            throw new Error(refusal);
        }
    }),
    retry: asking(retry),
    cancel: asking(cancel),
    delete: asking(async (video) => {
        if (await confirmDelete(video.filename)) {
            await remove(video);
        }
    }),
};

async function retry({ id }) {
    take(await retryVideo(id));
}

async function cancel({ id }) {
    uploads.stop(id);
    take(await cancelVideo(id));
}

async function remove({ id }) {
    await deleteVideo(id);
    forget(id);
    list.remove(id);
}

const can = (action) => (video) => actionsOf(video, uploading.get(video.id), false)[action];
const selection = createSelection(at("selection"), {
    list,
    deeds: {
        cancel: { can: can("cancel"), ask: cancel },
        retry: { can: can("retry"), ask: retry },
        delete: { can: can("delete"), ask: remove },
    },
    confirm: async (name, count) =>
        name !== "delete" || (await confirmDelete(count === 1 ? "this video" : `these ${count} videos`)),
    onRefused: notices.add,
});

/** @returns {Promise<string|null>} null when nothing was chosen */
function askForName(filename) {
    const dialog = at("rename");
    const field = at("rename-name");
    field.value = filename;
    dialog.returnValue = "keep";
    dialog.showModal();
    field.setSelectionRange(0, filename.lastIndexOf(".") > 0 ? filename.lastIndexOf(".") : filename.length);
    return new Promise((resolve) =>
        dialog.addEventListener("close", () => resolve(dialog.returnValue === "rename" ? field.value.trim() : null), {
            once: true,
        }),
    );
}

function confirmDelete(what) {
    const dialog = at("confirm");
    at("confirm-title").textContent = `Delete ${what}?`;
    dialog.returnValue = "keep";
    dialog.showModal();
    return new Promise((resolve) =>
        dialog.addEventListener("close", () => resolve(dialog.returnValue === "delete"), { once: true }),
    );
}

at("file-input").addEventListener("change", ({ target }) => {
    uploads.add([...target.files]);
    target.value = "";
});

// The browser asks whether one really wants to leave.
window.addEventListener("beforeunload", (event) => uploads.isBusy() && event.preventDefault());

await watchTabs(() => list.all().filter(({ status }) => status === "AWAITING_UPLOAD").forEach(({ id }) => list.redraw(id)));

fillProfiles(at("profile")).catch(() => {}); // the server's own default serves as well
at("find-clear").addEventListener("click", finder.clear);
const trail = createTrail({ finder, list, look: live.pollNow, onUnknown: (sentence) => notices.add("This address", sentence) });

/** Nothing is played at this address. */
function notPlayed(sentence) {
    notices.add("The video of this address", sentence);
    place.leave();
}

const place = createPlace({
    close: player.close,
    refuse: () => notPlayed(NO_SUCH_VIDEO),
    async open(id) {
        try {
            const video = list.get(id) ?? (await showVideo(id));
            if (video.playable) {
                await actions.play(video);
                return;
            }
            notices.add(
                video.filename,
                video.status === "FAILED"
                    ? `It failed: ${video.error.message}`
                    : "It cannot be played yet; what happens to it stands in the list below.",
            );
            place.leave();
        } catch (error) {
            notPlayed(error.status === 404 ? NO_SUCH_VIDEO : error.sentence);
        }
    },
});
await trail.begin();
place.follow();
