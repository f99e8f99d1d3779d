/** Version of this program, as its deno.json has it. */
export function programVersion(config: string): string {
  const { version } = JSON.parse(Deno.readTextFileSync(config)) as {
    version: string;
  };
  return version;
}
