import type { NoteProgress } from "../../pipeline/stage.ts";
import { epochNote } from "../_declare/epoch_note.ts";
import type { SearchParams } from "./params.ts";

/** Words on the last epoch. */
export const note: NoteProgress<SearchParams> = ({ metrics }, { epochs }) =>
  epochNote(metrics, { accuracy: "validAccuracy", of: "validation", epochs });
