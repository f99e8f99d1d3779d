// Preloaded before a program (`deno run --preload`): kills it before it renames its file number SDARTS_KILL_AT, the
// moment at which a draft is written and nothing has its final name.
const at = Number(Deno.env.get("SDARTS_KILL_AT"));
const rename = Deno.renameSync;
let renamed = 0;

Deno.renameSync = (from, to) => {
  if (++renamed === at) Deno.kill(Deno.pid, "SIGKILL");
  rename(from, to);
};
