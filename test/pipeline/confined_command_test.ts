// Attempts of commands to reach what they did not declare, beside files: devices, other processes, the kernel.
import { assertEquals } from "@std/assert";
import { commandProject, shell } from "../support/pipeline/command_project.ts";

const linux = Deno.build.os === "linux";
const [major = 0, minor = 0] = Deno.osRelease().split(".").map(Number);

/** Runs a shell script as a stage, which writes its output to `o`. */
async function said(
  script: string,
  variables: Record<string, string> = {},
  more = "",
): Promise<string> {
  await using project = commandProject(
    shell("a", script, `outputs: { o: o }\npublish: true\n${more}`),
    "",
    variables,
  );
  await project.expect(0, "run", "a.yaml");
  return project.read("results/case/o");
}

Deno.test({
  name: "a command leaves nothing in /dev, and uses its harmless devices",
  ignore: !linux,
  fn: async () => {
    const name = `/dev/shm/left-${crypto.randomUUID()}`;
    assertEquals(
      await said(`exec > o
echo x > ${name} || echo no shared memory
ls /dev/shm || echo no list
echo x > /dev/null && echo null
head -c 3 /dev/zero | wc -c
head -c 3 /dev/urandom | wc -c
echo to the log > /dev/stderr && echo fd
cat /dev/fd/0 && echo stdin`),
      "no shared memory\nno list\nnull\n3\n3\nfd\nstdin\n",
    );
  },
});

Deno.test({
  name: "a command that declares shm has shared memory",
  ignore: !linux,
  fn: async () => {
    const name = `/dev/shm/used-${crypto.randomUUID()}`;
    assertEquals(
      await said(
        `echo x > ${name} && cat ${name} > o; rm ${name}`,
        {},
        "shm: true",
      ),
      "x\n",
    );
  },
});

Deno.test({
  name: "a command sees the environment of no process but those that it starts",
  ignore: !linux,
  fn: async () => {
    // The brackets keep the pattern from finding itself.
    assertEquals(
      await said(
        `sleep 5 & for p in /proc/[0-9]*; do grep -qs 'top-secre[t]' $p/environ && echo $p; done > o; LC_ALL=C tr '\\0' '\\n' < /proc/$!/environ | grep ^TMPDIR= | wc -l >> o`,
        {
          SDARTS_SHARED_TOKEN: "top-secret",
          HTTPS_PROXY: "http://u:top-secret@127.0.0.1:9",
        },
      ),
      "1\n",
    );
  },
});

Deno.test({
  name: "a command makes no device file, not even as root",
  ignore: !linux || Deno.uid() !== 0,
  fn: async () => {
    assertEquals(
      await said(
        "mknod disk b 254 0 || echo no block device > o; mknod null c 1 3 || echo no device >> o; chown 65534 o && stat -c %u o >> o",
      ),
      "no block device\nno device\n65534\n",
    );
  },
});

Deno.test({
  name: "a command signals no process but those that it starts",
  // Landlock has it since Linux 6.12.
  ignore: !linux || major < 6 || (major === 6 && minor < 12),
  fn: async () => {
    const other = new Deno.Command("sleep", { args: ["60"] }).spawn();
    try {
      assertEquals(
        await said(
          `exec > o; kill ${other.pid} || echo refused; sleep 60 & kill $! && echo own`,
        ),
        "refused\nown\n",
      );
    } finally {
      other.kill();
      assertEquals((await other.status).signal, "SIGTERM");
    }
  },
});

Deno.test({
  name: "a command reads no secret below /run, and resolves names",
  ignore: !linux || Deno.uid() !== 0,
  fn: async () => {
    const secret = `/run/secret-${crypto.randomUUID()}`;
    Deno.writeTextFileSync(secret, "secret");
    try {
      assertEquals(
        await said(
          `exec > o; cat ${secret} || echo denied; getent hosts localhost | wc -l; cat /etc/resolv.conf > /dev/null && echo resolv.conf`,
        ),
        "denied\n1\nresolv.conf\n",
      );
    } finally {
      Deno.removeSync(secret);
    }
  },
});
