// What every app here does: it plays a stream.

/** Plays the stream that the page's address names, and leaves the player and the outcome to the test. */
export function run({ Player }) {
  const query = new URLSearchParams(location.search);
  const video = document.createElement("video");
  video.muted = true;
  document.body.append(video);
  window.video = video;
  window.player = new Player(video, { signalURL: query.get("edge") });
  window.player.play(query.get("stream")).then(
    () => (window.outcome = "plays"),
    (error) => (window.outcome = `${error.code}: ${error.message}`),
  );
}
