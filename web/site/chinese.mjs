// The texts of the theme in Chinese.

export const themeInChinese = {
  outline: { level: [2, 3], label: "本页内容" },
  docFooter: { prev: "上一页", next: "下一页" },
  darkModeSwitchLabel: "主题",
  lightModeSwitchTitle: "切换到浅色主题",
  darkModeSwitchTitle: "切换到深色主题",
  sidebarMenuLabel: "目录",
  returnToTopLabel: "回到顶部",
  langMenuLabel: "切换语言",
  skipToContentLabel: "跳到正文",
  notFound: { title: "页面不存在", quote: "地址可能已经变动。", linkLabel: "回到首页", linkText: "回到首页" },
};

export const searchInChinese = {
  button: { buttonText: "搜索", buttonAriaLabel: "搜索" },
  modal: {
    displayDetails: "显示详细内容",
    resetButtonTitle: "清除",
    backButtonTitle: "关闭搜索",
    noResultsText: "没有找到",
    footer: { selectText: "打开", selectKeyAriaLabel: "回车", navigateText: "选择", navigateUpKeyAriaLabel: "上箭头", navigateDownKeyAriaLabel: "下箭头", closeText: "关闭", closeKeyAriaLabel: "Esc" },
  },
};
