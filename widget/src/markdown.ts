/** Text of the server as nodes: bold, links and lists of Markdown, and nothing else. */

import DOMPurify from "dompurify";
import { Marked } from "marked";

const TAGS = ["p", "br", "strong", "em", "a", "ul", "ol", "li"];
const LINK = /^(?:https?:\/\/|mailto:)/i;

// A tokenizer that finds nothing leaves the text as it was typed.
const nothing = () => undefined;
const marked = new Marked({
  gfm: true,
  breaks: true,
  tokenizer: {
    blockquote: nothing,
    code: nothing,
    codespan: nothing,
    def: nothing,
    del: nothing,
    fences: nothing,
    heading: nothing,
    hr: nothing,
    html: nothing,
    lheading: nothing,
    reflink: nothing,
    table: nothing,
    tag: nothing,
  },
  renderer: {
    // An image would be fetched from anywhere: its text stands for it.
    image: ({ text }) => escaped(text),
    checkbox: ({ checked }) => (checked ? "[x] " : "[ ] "),
  },
});

/** Nodes for a text; links open in a new tab and can't reach back. */
export function markdown(text: string): DocumentFragment {
  // A percent sign doesn't leave its number at the end of a line.
  const html = marked.parse(text.replace(/(\d) %/g, "$1\u00a0%"), { async: false });
  const nodes = DOMPurify.sanitize(html, {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ["href"],
    ALLOWED_URI_REGEXP: LINK,
    ALLOW_ARIA_ATTR: false,
    ALLOW_DATA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
  for (const link of nodes.querySelectorAll("a")) secured(link);
  return nodes;
}

/** The address if it may be followed from here, else nothing. */
export function safeUrl(url: unknown): string | undefined {
  return typeof url === "string" && LINK.test(url) ? url : undefined;
}

/** The text without the marks of Markdown, for copying. */
export function plain(text: string): string {
  return text.replace(/\*\*(.+?)\*\*/gs, "$1").replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, "$1 ($2)");
}

function secured(link: HTMLAnchorElement): void {
  if (!safeUrl(link.getAttribute("href"))) {
    link.replaceWith(...link.childNodes);
    return;
  }
  link.target = "_blank";
  link.rel = "noopener noreferrer";
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
