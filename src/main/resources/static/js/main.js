/** Puts the parts of the page together. */
import "../vendor/media-chrome-4.19.4/all.js";
import { cancelVideo, deleteVideo, retryVideo, showVideo } from "./api.js";
import { createDeliveries } from "./deliveries.js";
import { createLetters } from "./letters.js";
import { createList } from "./list.js";
import { createLive } from "./live.js";
import { createNotices } from "./notices.js";
import { forget, recall } from "./pending.js";
import { createPlayer } from "./player.js";
import { fillProfiles } from "./profiles.js";
import { createSignIn } from "./signin.js";
import { createUploads } from "./uploads.js";

const at = (id) => document.getElementById(id);
const uploading = new Map(); // video id → state of the upload
createSignIn(at("sign-in"), at("sign-out"));
const notices = createNotices(at("notices"));
const player = createPlayer(at("theatre"), () => live.refresh());
const deliveries = createDeliveries(at("deliveries"));

const list = createList({
    cards: at("cards"),
    empty: at("empty"),
    more: at("more"),
    local: ({ id }) => ({ upload: uploading.get(id), unfinished: recall(id), canResume: !uploads.holds(id) }),
    act: (action, video, argument) => actions[action](video, argument),
    onRemoved: player.remove,
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
    onNewest: (page) => {
        list.putNewest(page);
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
    onRefused: notices.add,
    onQueue: (count) => {
        at("drop-queue").textContent =
            count > 0
                ? `${count} more ${count === 1 ? "file waits" : "files wait"} for ${count === 1 ? "its" : "their"} turn.`
                : "";
    },
});

createLetters(at("operations"), { onVideo: take, onRefused: notices.add });

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
    retryUpload: ({ id }) => uploads.retry(id),
    resume: asking(async (video, file) => {
        const expected = recall(video.id) ?? { name: video.filename, size: video.source?.size };
        const refusal = uploads.resume(video.id, file, expected);
        if (refusal) {
            throw new Error(refusal);
        }
    }),
    retry: asking(async ({ id }) => take(await retryVideo(id))),
    cancel: asking(async ({ id }) => {
        uploads.stop(id);
        take(await cancelVideo(id));
    }),
    delete: asking(async (video) => {
        if (await confirmDelete(video.filename)) {
            await deleteVideo(video.id);
            forget(video.id);
            list.remove(video.id);
        }
    }),
};

function confirmDelete(filename) {
    const dialog = at("confirm");
    at("confirm-title").textContent = `Delete ${filename}?`;
    dialog.returnValue = "keep";
    dialog.showModal();
    return new Promise((resolve) =>
        dialog.addEventListener("close", () => resolve(dialog.returnValue === "delete"), { once: true }),
    );
}

at("file-input").addEventListener("change", ({ target }) => {
    uploads.add(target.files);
    target.value = "";
});

fillProfiles(at("profile")).catch(() => {}); // the server's own default serves as well
await live.start();

const linked = location.hash.slice(1);
if (linked) {
    const video = list.get(linked) ?? (await showVideo(linked).catch(() => null));
    if (video?.playable) {
        actions.play(video);
    }
}
