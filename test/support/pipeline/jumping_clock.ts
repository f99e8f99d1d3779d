// Loaded before a program, this makes its wall clock jump, as a wrong battery, a time server or a virtual machine does.
const at = Number(Deno.env.get("CLOCK_JUMPS_AT") ?? 0);
const by = Number(Deno.env.get("CLOCK_JUMPS_BY") ?? 0);
const RealDate = Date;
const now = () => RealDate.now() + (performance.now() >= at ? by : 0);

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args: unknown[]) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args),
  get: (target, name) => name === "now" ? now : Reflect.get(target, name),
});
