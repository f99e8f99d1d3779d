import { assertEquals } from "@std/assert";
import { permissionFlags, stageEnvironment } from "./stage_permissions.ts";

Deno.test("permissionFlags() grants what is declared and nothing else", () => {
  assertEquals(
    permissionFlags({ read: ["/in"], write: ["/out"], permissions: {} }),
    [
      "--allow-read=/in,/out",
      "--allow-write=/out",
    ],
  );
  assertEquals(
    permissionFlags({
      read: ["/a,b"],
      write: [],
      permissions: {
        net: ["example.com"],
        run: ["pip"],
        env: ["A"],
        envUnkeyed: ["B"],
        sys: ["cpus"],
      },
      grant: { env: { TF: "1" }, read: ["/lib"], ffi: ["/lib/x.so"] },
    }),
    [
      "--allow-read=/a,,b,/lib",
      "--allow-env=A,B,TF",
      "--allow-ffi=/lib/x.so",
      "--allow-net=example.com",
      "--allow-run=pip",
      "--allow-sys=cpus",
    ],
  );
  assertEquals(
    permissionFlags({ read: [], write: [], permissions: { net: true } }),
    ["--allow-net"],
  );
  assertEquals(
    permissionFlags({
      read: ["/in"],
      write: [],
      permissions: { read: ["/a,b"], ffi: ["/x.so"] },
      grant: { env: {}, read: [], ffi: ["/lib/y.so"] },
    }),
    ["--allow-read=/in,/a,,b", "--allow-ffi=/lib/y.so,/x.so"],
  );
  assertEquals(
    permissionFlags({ read: [], write: [], permissions: { ffi: true } }),
    ["--allow-ffi"],
  );
  assertEquals(
    permissionFlags({
      read: [],
      write: [],
      permissions: { env: ["A"], envUnkeyed: true },
    }),
    ["--allow-env"],
  );
});

Deno.test("stageEnvironment() passes declared variables, the toolchain's and a private temporary folder", () => {
  Deno.env.set("SDARTS_TEST_DECLARED", "1");
  Deno.env.set("SDARTS_TEST_OTHER", "2");
  try {
    const env = stageEnvironment({
      permissions: { env: ["SDARTS_TEST_DECLARED"] },
      grant: { env: { TF: "3" }, read: [], ffi: [] },
      work: "/work",
    });
    assertEquals([
      env.SDARTS_TEST_DECLARED,
      env.SDARTS_TEST_OTHER,
      env.TF,
      env.TMPDIR,
    ], ["1", undefined, "3", "/work/tmp"]);
  } finally {
    Deno.env.delete("SDARTS_TEST_DECLARED");
    Deno.env.delete("SDARTS_TEST_OTHER");
  }
});
