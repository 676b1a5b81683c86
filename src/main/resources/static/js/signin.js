/** Asks for an API key or a token when the API wants one. It is kept until the tab is closed. */
import { isSignedIn, onKeyWanted, signIn, signOut } from "./api.js";

/**
 * @param {HTMLDialogElement} dialog
 * @param {HTMLButtonElement} again for those who closed the dialog without a key
 * @param {HTMLButtonElement} out
 */
export function createSignIn(dialog, again, out) {
    const [key, trouble] = ["key", "trouble"].map((part) => dialog.querySelector(`#sign-in-${part}`));

    onKeyWanted((problem) => {
        // Several calls are refused at once; who has closed the dialog is not asked again for those that come later.
        if (dialog.open || !again.hidden) {
            return;
        }
        trouble.textContent = isSignedIn() ? (problem.detail ?? problem.message) : "";
        signOut();
        out.hidden = true;
        dialog.showModal();
    });
    dialog.addEventListener("close", () => {
        const given = key.value.trim();
        key.value = "";
        if (given) {
            signIn(given);
            location.reload(); // everything anew, as one who may see it
        } else {
            again.hidden = false;
        }
    });
    again.addEventListener("click", () => dialog.showModal());
    out.hidden = !isSignedIn();
    out.addEventListener("click", () => {
        signOut();
        location.reload();
    });
}
