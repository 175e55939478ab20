// The worker of courier.ts, which gets its text. It has to stay a script that runs by itself: the build adds it to leb-worker.js too.

// How long a reply is waited for, in ms: with what both sides wait for other requests, less than Go (reportTimeout).
const patience = 4500;
// The length of the longest reply, signal.MaxReplySize. The rest of a longer one is not read.
const most = 65536;

const underWay = {};
const answers = []; // that the page has not got

addEventListener("message", ({ data }) => {
  if (!data) return; // a request for a key frame, to the other half of leb-worker.js
  if (data > 0) return underWay[data] && underWay[data].abort(); // nobody waits for it any more
  const [requests, referrer] = data;
  requests.forEach(async ([id, url, type, body]) => {
    const abort = (underWay[id] = new AbortController());
    setTimeout(() => abort.abort(), patience); // does nothing once there is an answer
    let answer;
    try {
      await new Promise((go) => setTimeout(go)); // what was given up while the worker started, or was busy, is not sent
      const response = await fetch(url, {
        // As in bridge/fetch.go.
        method: "POST",
        headers: { "Content-Type": type },
        body,
        cache: "no-store",
        redirect: "error",
        credentials: "omit",
        referrer,
        signal: abort.signal,
      });
      const reader = response.body && response.body.getReader();
      const decoder = new TextDecoder();
      let text = "";
      for (let part; reader && text.length <= most && !(part = await reader.read()).done; ) text += decoder.decode(part.value, { stream: true });
      answer = [id, { status: response.status, retryAfter: response.headers.get("Retry-After"), body: text }];
    } catch ({ name, message }) {
      answer = [id, , { name, message }];
    }
    delete underWay[id];
    abort.abort(); // what is left of a reply that is too long
    if (answers.push(answer) === 1) setTimeout(() => postMessage(answers.splice(0)), 100); // in one message, as each wakes the page
  });
});
