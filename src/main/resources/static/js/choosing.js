/** Which of the files that somebody drops or chooses are taken. */

const VIDEO_NAMES = /\.(mp4|m4v|mov|mkv|webm|avi|m?ts|m2ts|mpe?g|vob|flv|ogv|ogg|mxf|wmv|asf|3gp|3g2|dv)$/i;

/** Of what lies in a folder: not the notes, pictures and hidden files beside the videos. */
const looksLikeVideo = ({ name, type }) =>
    !name.startsWith(".") && (type.startsWith("video/") || VIDEO_NAMES.test(name));

/**
 * @param {(name: string|null, sentence: string) => void} onRefused
 * @returns {(file: object) => boolean} whether Uppy's file is taken; whoever dropped it is told why not
 */
export function createChooser(onRefused) {
    let leftOut = 0; // files of a folder

    function tellLeftOut() {
        const words = leftOut === 1 ? "1 file of the folder is no video and was" : `${leftOut} files of the folder are no videos and were`;
        onRefused(null, `${words} left out.`);
        leftOut = 0;
    }

    return (file) => {
        if (file.data.relativePath?.includes("/") && !looksLikeVideo(file)) {
            leftOut += 1;
            leftOut === 1 && queueMicrotask(tellLeftOut); // after all of them
            return false;
        }
        if (file.size === 0) {
            onRefused(file.name, "The file is empty.");
        }
        return file.size !== 0;
    };
}

/** What tells a file from others, as far as a browser says. */
export const keyOf = ({ name, size, lastModified }) => `${name}\n${size}\n${lastModified}`;
