/** The installed Chromium; nothing is downloaded. */
export const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** The switches that let a Chromium connect to nothing but the local servers. */
export const quietArgs = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
