/** What to paste into a page of one's own to play a video there. */
import { h } from "./dom.js";
import { textButton } from "./links.js";

const CDN = "https://cdn.jsdelivr.net/npm";

/** Text for a quoted attribute. */
const quoted = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

const SNIPPETS = {
    "Frame": ({ embed }, { filename, source }) =>
        `<iframe src="${quoted(embed)}" title="${quoted(filename.replace(/(?<=.)\.[A-Za-z0-9]{1,5}$/, ""))}" width="${source.width}" height="${source.height}"
  style="border: 0; max-width: 100%; height: auto; aspect-ratio: ${source.width} / ${source.height}"
  allow="autoplay; picture-in-picture" allowfullscreen></iframe>`,
    "hls.js": ({ hls, poster }) =>
        `<video id="video" controls playsinline${posterOf(poster)} style="max-width: 100%"></video>
<script type="module">
  import Hls from "${CDN}/hls.js@1.7.4/dist/hls.min.mjs";
  const video = document.getElementById("video");
  if (Hls.isSupported()) {
    const hls = new Hls();
    hls.loadSource("${hls}");
    hls.attachMedia(video);
  } else {
    video.src = "${hls}"; // a browser that plays HLS by itself
  }
</script>`,
    "Shaka": ({ hls, dash, poster }) =>
        `<video id="video" controls playsinline${posterOf(poster)} style="max-width: 100%"></video>
<script src="${CDN}/shaka-player@5.2.12/dist/shaka-player.compiled-es2021.js"></script>
<script type="module">
  shaka.polyfill.installAll();
  const player = new shaka.Player();
  await player.attach(document.getElementById("video"));
  await player.load("${dash ?? hls}");
</script>`,
    "video.js": ({ hls, poster }) =>
        `<link rel="stylesheet" href="${CDN}/video.js@8.24.1/dist/video-js.min.css">
<video id="video" class="video-js" controls playsinline${posterOf(poster)}></video>
<script src="${CDN}/video.js@8.24.1/dist/video.min.js"></script>
<script>
  videojs("video", { fluid: true, sources: [{ src: "${hls}", type: "application/vnd.apple.mpegurl" }] });
</script>`,
    "HTML": ({ hls, mp4, poster }) =>
        `<video controls playsinline${posterOf(poster)} style="max-width: 100%">
  <source src="${quoted(hls)}" type="application/vnd.apple.mpegurl">${
      mp4 ? `\n  <source src="${quoted(mp4)}" type="video/mp4">` : ""
  }
</video>`,
};

const posterOf = (poster) => (poster ? ` poster="${quoted(poster)}"` : "");

/** @returns {HTMLElement} a choice of them, to copy */
export function snippetBox(video, playback) {
    const text = h("pre", { tabindex: "0", "data-testid": "snippet" });
    const choice = h("select", { "aria-label": "For which player", "data-testid": "snippet-kind" });
    const draw = () => (text.textContent = SNIPPETS[choice.value](playback, video));
    choice.append(...Object.keys(SNIPPETS).map((name) => h("option", {}, name)));
    choice.addEventListener("change", draw);
    draw();
    return h(
        "details",
        // Below a player that fills the window, nothing would seem to happen.
        { ontoggle: ({ target }) => target.open && target.scrollIntoView({ block: "nearest" }) },
        h("summary", { "data-testid": "snippets" }, "Put it into a page of yours"),
        h("div", { class: "snippets-choice" }, choice, textButton("snippet", "Copy", () => text.textContent)),
        text,
    );
}
