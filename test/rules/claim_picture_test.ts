import { assertEquals, assertStringIncludes } from "@std/assert";
import { ROOT } from "../support/root.ts";
import { claimPicture, DESCRIPTION, meanEigenvalues } from "./claim_picture.ts";

Deno.test("The README's picture shows what the committed studies found", () => {
  assertEquals(
    Deno.readTextFileSync(`${ROOT}/docs/claim.svg`),
    claimPicture(),
    "`deno task architecture` writes docs/claim.svg",
  );
});

Deno.test("The README names the mean eigenvalues of the study of S3", () => {
  const readme = Deno.readTextFileSync(`${ROOT}/README.md`).replace(
    /\s+/g,
    " ",
  );
  const [darts, rs, adv] = meanEigenvalues("s3").map((value) =>
    value.toFixed(3).slice(1)
  );
  assertStringIncludes(
    readme,
    `is ${darts} after DARTS, ${rs} after SDARTS-RS and ${adv} after SDARTS-ADV`,
  );
});

Deno.test("The README says in words what its picture shows", () =>
  assertStringIncludes(
    Deno.readTextFileSync(`${ROOT}/README.md`),
    `![${DESCRIPTION}](docs/claim.svg)`,
  ));
