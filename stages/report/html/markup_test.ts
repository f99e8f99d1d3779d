import { assertEquals } from "@std/assert";
import { markup, raw } from "./markup.ts";

Deno.test("markup`` escapes text in content and attributes", () => {
  const text = `<a href="x" title='y'>&`;
  assertEquals(
    markup`<i title="${text}">${text}</i>`.text,
    '<i title="&#60;a href=&#34;x&#34; title=&#39;y&#39;&#62;&#38;">&#60;a href=&#34;x&#34; title=&#39;y&#39;&#62;&#38;</i>',
  );
});

Deno.test("markup`` keeps markup, joins lists and writes nothing for gaps", () => {
  const items = [1, "<", null].map((item) => markup`<li>${item}</li>`);
  assertEquals(
    markup`${items}${false}${undefined}${raw("<b>")}${0}`.text,
    "<li>1</li><li>&#60;</li><li></li><b>0",
  );
});
