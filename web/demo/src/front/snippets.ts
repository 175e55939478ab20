// The three ways into a page, in three lines each.

const url = "webrtc://your.domain/live/stream?txSecret=…&txTime=…";

/** The lines, by the ids of their blocks. */
export const snippets = {
  script: [
    `<script src="leb.js"></script>`,
    `<video id="live" muted playsinline controls></video>`,
    `<script>LEB.play(document.getElementById("live"), "${url}")</script>`,
  ].join("\n"),
  npm: [
    `import { play } from "leb-player";`,
    `const video = document.querySelector("video");`,
    `await play(video, "${url}");`,
  ].join("\n"),
  element: [
    `<script type="module" src="element.js"></script>`,
    `<leb-video src="${url}" autoplay muted playsinline>`,
    `</leb-video>`,
  ].join("\n"),
};
