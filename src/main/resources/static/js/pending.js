/**
 * Uploads that were begun here and not finished, kept over a reload. Only what is needed to know the file again when it
 * is chosen again: which parts the bucket has is the server's to say.
 */

const KEY = "reelroute.uploads";

function read() {
    try {
        return JSON.parse(localStorage.getItem(KEY)) ?? {};
    } catch {
        return {};
    }
}

function write(uploads) {
    try {
        localStorage.setItem(KEY, JSON.stringify(uploads));
    } catch {
        // Private windows may refuse: the upload itself needs none of this.
    }
}

/**
 * @param {File} file
 * @param {boolean} inParts what has arrived of it is not sent twice
 */
export function remember(id, file, inParts) {
    const uploads = read();
    uploads[id] = { name: file.name, size: file.size, lastModified: file.lastModified, inParts };
    write(uploads);
}

export function forget(id) {
    const uploads = read();
    delete uploads[id];
    write(uploads);
}

/** @returns {{name: string, size: number, lastModified: number, inParts: boolean}|undefined} */
export const recall = (id) => read()[id];

/** The id of the unfinished upload of this very file, if there is one. */
export function idOf(file) {
    return Object.entries(read()).find(
        ([, known]) => known.name === file.name && known.size === file.size && known.lastModified === file.lastModified,
    )?.[0];
}
