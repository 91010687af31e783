import { describe, expect, it } from "vitest";
import { markdown, plain, safeUrl } from "../src/markdown";

function html(text: string): string {
  const frame = document.createElement("div");
  frame.append(markdown(text));
  return frame.innerHTML.trim();
}

const ALLOWED = new Set(["P", "BR", "STRONG", "EM", "A", "UL", "OL", "LI"]);

const PAYLOADS = [
  `<script>alert(1)</script>`,
  `<img src=x onerror=alert(1)>`,
  `<svg/onload=alert(1)>`,
  `<svg><script>alert(1)</script></svg>`,
  `<iframe src="javascript:alert(1)"></iframe>`,
  `<math><mi//xlink:href="data:x,<script>alert(4)</script>">`,
  `<a href="javascript:alert(1)">x</a>`,
  `<details open ontoggle=alert(1)>`,
  `<style>*{display:none}</style>`,
  `<form action="https://evil.example"><input name=q></form>`,
  `<base href="https://evil.example/">`,
  `<p style="position:fixed">x</p>`,
  `[x](javascript:alert(1))`,
  `[x](JaVaScRiPt:alert(1))`,
  `[x](java\nscript:alert(1))`,
  `[x](&#106;avascript:alert(1))`,
  `[x](&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1))`,
  `[x](\u0001javascript:alert(1))`,
  `[x](data:text/html;base64,PHNjcmlwdD4=)`,
  `[x](vbscript:msgbox(1))`,
  `[x](file:///etc/passwd)`,
  `[x](//evil.example/x)`,
  `[x](/relative)`,
  `[x](https://fine.example/"onmouseover="alert(1))`,
  `[x](<https://fine.example/ onclick=alert(1)>)`,
  `[<img src=x onerror=alert(1)>](https://fine.example/)`,
  `<javascript:alert(1)>`,
  `![x](https://evil.example/pixel.png)`,
  `![x](x"onerror="alert(1))`,
  `![<img src=x onerror=alert(1)>](y)`,
  `[ref]: javascript:alert(1)\n[ref]`,
  "`<img src=x onerror=alert(1)>`",
  "```\n<script>alert(1)</script>\n```",
  `| <img src=x onerror=alert(1)> |\n|---|\n| y |`,
  `<!--><img src=x onerror=alert(1)>-->`,
  `<noscript><p title="</noscript><img src=x onerror=alert(1)>">`,
  `<template><script>alert(1)</script></template>`,
  `**<b onmouseover=alert(1)>x</b>**`,
  `- <input type=image src=x onerror=alert(1)>`,
  `[x](https://a.example "t\\" onmouseover=alert(1)")`,
];

describe("markdown", () => {
  it.each(PAYLOADS)("makes %j inert", (payload) => {
    for (const text of [payload, `Before ${payload} after`, `- ${payload}`, `**${payload}**`]) {
      const frame = document.createElement("div");
      frame.append(markdown(text));
      for (const element of frame.querySelectorAll("*")) {
        expect(ALLOWED).toContain(element.tagName);
        for (const { name, value } of element.attributes) {
          expect(["href", "target", "rel"]).toContain(name);
          if (name === "href") expect(value).toMatch(/^(https?:\/\/|mailto:)/i);
        }
      }
    }
  });

  it("shows HTML as it was typed", () => {
    expect(html("a <b>b</b> & c")).toBe("<p>a &lt;b&gt;b&lt;/b&gt; &amp; c</p>");
  });

  it("knows bold, links, lists and line breaks", () => {
    expect(html("**$73,130** a year")).toBe("<p><strong>$73,130</strong> a year</p>");
    expect(html("- a\n- b")).toContain("<li>a</li>");
    expect(html("1. a\n2. b")).toContain("<ol>");
    expect(html("one\ntwo")).toBe("<p>one<br>two</p>");
  });

  it.each([
    "# no head",
    "> no quote",
    "    no code",
    "a\n---",
    "| a | b |\n|---|---|",
    "`x`",
    "~~y~~",
    "[x]: https://a.example",
    "***",
    "Title\n===",
  ])("leaves the rest of Markdown as text: %j", (text) => {
    const frame = document.createElement("div");
    frame.append(markdown(text));
    const bare = (said: string) => said.replace(/\s/g, "");
    expect(bare(frame.textContent ?? "")).toBe(bare(text));
  });

  it("opens links elsewhere and keeps the page to itself", () => {
    expect(html("[a](https://b.example/c)")).toBe(
      '<p><a href="https://b.example/c" target="_blank" rel="noopener noreferrer">a</a></p>',
    );
    expect(html("see https://b.example/c.")).toContain('href="https://b.example/c"');
    expect(html("write to <mailto:a@b.example>")).toContain('href="mailto:a@b.example"');
  });

  it("loads no pictures and shows their text instead", () => {
    expect(html("![A chart](https://evil.example/pixel.png)")).toBe("<p>A chart</p>");
  });

  it("reads any text whatever", () => {
    const signs = "ab *_[]()<>!`~#>-+|\\\n\t1.&;\"'=:/";
    let seed = 7;
    const next = () => (seed = (seed * 1103515245 + 12345) % 2147483648);
    for (let run = 0; run < 400; run++) {
      const text = Array.from({ length: 1 + (next() % 60) }, () => signs[next() % signs.length]).join("");
      expect(() => markdown(text), JSON.stringify(text)).not.toThrow();
    }
  });
});

describe("safeUrl", () => {
  it.each(["https://a.example", "http://a.example", "mailto:a@b.example", "HTTPS://A.EXAMPLE"])("follows %s", (url) => {
    expect(safeUrl(url)).toBe(url);
  });
  it.each([
    "javascript:alert(1)",
    " https://a.example",
    "data:text/html,x",
    "//a.example",
    "/a",
    "",
    null,
    undefined,
    7,
  ])("doesn't follow %s", (url) => {
    expect(safeUrl(url)).toBeUndefined();
  });
});

it("plain takes the marks away and keeps addresses", () => {
  expect(plain("**a** and [b](https://c.example)")).toBe("a and b (https://c.example)");
});
