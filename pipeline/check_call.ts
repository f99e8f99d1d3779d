import type { Member, ParamsIssue, StageDefinition } from "./stage.ts";

/** No artifact for each input that gathers. */
export function noMembers(
  { inputs }: Pick<StageDefinition<unknown>, "inputs">,
): Record<string, readonly Member[]> {
  return Object.fromEntries(
    Object.entries(inputs).filter(([, { many }]) => many).map(([name]) => [
      name,
      [],
    ]),
  );
}

/**
 * Checks the parameters of a call.
 *
 * @throws {TypeError} If one is wrong; the message names it.
 */
export function parsedParams<P>(stage: StageDefinition<P>, given: unknown): P {
  const parsed = stage.params.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues as readonly [ParamsIssue];
  const place = ["params", ...issue.path].join(".");
  throw new TypeError(`${issue.message} in ${place} of ${stage.name}`);
}

/**
 * Checks that a call has the modules that the stage takes from the makers of its inputs.
 *
 * @param takes URLs of the given modules by role.
 * @throws {TypeError} If one is missing.
 */
export function checkTakes(
  { name, takes }: Pick<StageDefinition<unknown>, "name" | "takes">,
  given: {
    readonly inputs: Readonly<Record<string, string>>;
    readonly takes: Readonly<Record<string, string>>;
  },
): void {
  for (const [role, input] of Object.entries(takes ?? {})) {
    if (!Object.hasOwn(given.inputs, input)) continue;
    if (Object.hasOwn(given.takes, role)) continue;
    throw new TypeError(
      `Expected the module of the ${role} of ${input} in takes of ${name} but found none`,
    );
  }
}

/**
 * Checks the names of the inputs of a call.
 *
 * @throws {TypeError} If one is unknown, or one is missing.
 */
export function checkInputs(
  { name, inputs }: Pick<StageDefinition<unknown>, "name" | "inputs">,
  given: readonly string[],
): void {
  const wrong = given.find((input) => !Object.hasOwn(inputs, input));
  const missing = Object.entries(inputs).find(([input, { optional }]) =>
    optional !== true && !given.includes(input)
  );
  if (wrong === undefined && missing === undefined) return;
  throw new TypeError(
    wrong === undefined
      ? `Expected the input ${missing![0]} of ${name} but found none`
      : `Expected an input of ${name} (${
        Object.keys(inputs).join(", ")
      }) but found ${wrong}`,
  );
}
