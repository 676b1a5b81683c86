/** The choice of a ladder. It is hidden when there is nothing to choose. */
import { listProfiles } from "./api.js";
import { h } from "./dom.js";

/** @param {HTMLSelectElement} select */
export async function fillProfiles(select) {
    const picker = select.closest("label");
    picker.hidden = true;
    const { items } = await listProfiles();
    select.replaceChildren(
        ...items.map((profile) => h("option", { value: profile.name, selected: profile.isDefault }, profile.name)),
    );
    const explain = () => (picker.title = items.find((profile) => profile.name === select.value)?.description ?? "");
    select.addEventListener("change", explain);
    explain();
    picker.hidden = items.length < 2;
}
