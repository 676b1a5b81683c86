/** What is done to several videos at once. */
import { announce, setText } from "./dom.js";

const AT_A_TIME = 4; // a browser opens six connections to one server

/**
 * @param {HTMLElement} bar
 * @param {object} options
 * @param {object} options.list see list.js
 * @param {Object<string, {can: (video: object) => boolean, ask: (video: object) => Promise}>} options.deeds by name
 * @param {(name: string, count: number) => Promise<boolean>} options.confirm
 * @param {(subject: string, sentence: string) => void} options.onRefused
 */
export function createSelection(bar, { list, deeds, confirm, onRefused }) {
    const count = bar.querySelector("#selected");
    const buttons = [...bar.querySelectorAll("[data-deed]")];
    let busy = false;

    const fit = (name) => list.selected().filter(deeds[name].can);

    function draw() {
        const chosen = list.selected();
        bar.hidden = chosen.length === 0;
        setText(count, `${chosen.length} selected`);
        buttons.forEach((button) => {
            const able = fit(button.dataset.deed).length;
            button.disabled = busy || able === 0;
            setText(button.querySelector("span"), able > 0 && able < chosen.length ? ` (${able})` : "");
        });
    }

    async function run(name) {
        const videos = fit(name);
        if (!(await confirm(name, videos.length))) {
            return;
        }
        busy = true;
        draw();
        let done = 0;
        const waiting = [...videos];
        const work = async () => {
            for (let video = waiting.shift(); video; video = waiting.shift()) {
                await deeds[name].ask(video).then(
                    () => (done += 1),
                    (error) => onRefused(video.filename, error.sentence ?? error.message),
                );
            }
        };
        await Promise.all(Array.from({ length: AT_A_TIME }, work));
        busy = false;
        announce(`${done} of ${videos.length} done`);
        list.select(false);
    }

    buttons.forEach((button) => button.addEventListener("click", () => run(button.dataset.deed)));
    bar.querySelector("#select-all").addEventListener("click", () => list.select(true));
    bar.querySelector("#select-none").addEventListener("click", () => list.select(false));
    return { draw };
}
