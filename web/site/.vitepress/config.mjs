import fs from "node:fs";
import path from "node:path";
import { defineConfig } from "vitepress";
import { anchorOf } from "../anchors.mjs";
import { languages, read, titleOf, topics } from "../topics.mjs";
import { tokenize } from "../tokenize.mjs";
import { searchInChinese, themeInChinese } from "../chinese.mjs";

const dist = path.join(import.meta.dirname, "../../../dist");

/** The sidebar takes HTML. */
const inHTML = (markdown) => markdown.replaceAll("`", "").replaceAll("<", "&lt;");

/** The sidebar in a language. Pages without a translation lead to the English one. */
function sidebar(language) {
  return topics.map((topic) => ({
    text: topic[language],
    items: topic.pages.map((page) => ({
      text: inHTML(titleOf(read(page[language] ?? page.en))) + (page[language] ? "" : "（英文）"),
      link: `/${page[language] ? language : "en"}/${page.name}`,
    })),
  }));
}

/** The demo has the folder above. */
const demo = (text) => ({ text, link: "/../", target: "_self" });
const nav = {
  en: [
    { text: "Start", link: "/en/start" },
    { text: "Questions", link: "/en/questions" },
    { text: "API", link: "/en/api" },
    demo("Demo"),
  ],
  zh: [
    { text: "快速上手", link: "/zh/start" },
    { text: "常见问题", link: "/zh/questions" },
    { text: "参考", link: "/zh/api" },
    demo("演示"),
  ],
};
const named = { en: { label: "English", lang: "en-US" }, zh: { label: "简体中文", lang: "zh-CN" } };
const inLanguage = { en: {}, zh: themeInChinese };

export default defineConfig({
  title: "LEB Player",
  base: process.env.DOCS_BASE || "/docs/",
  srcDir: path.join(dist, "docs/pages"),
  outDir: path.join(dist, "site/docs"),
  cacheDir: path.join(dist, "docs/cache"),
  lastUpdated: false,
  locales: Object.fromEntries(languages.map((language) => [language, { ...named[language], link: `/${language}/`, themeConfig: { nav: nav[language], sidebar: sidebar(language), ...inLanguage[language] } }])),
  markdown: {
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    anchor: { slugify: anchorOf },
    config(md) {
      const { fence } = md.renderer.rules;
      md.renderer.rules.fence = (tokens, index, ...rest) =>
        tokens[index].info.trim() === "mermaid" ? `<Diagram code="${encodeURIComponent(tokens[index].content)}" />` : fence(tokens, index, ...rest);
    },
  },
  themeConfig: {
    outline: [2, 3],
    search: {
      provider: "local",
      options: {
        locales: { zh: { translations: searchInChinese } },
        miniSearch: { options: { tokenize }, searchOptions: { tokenize } },
      },
    },
  },
});
