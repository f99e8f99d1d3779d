import type { NoteProgress } from "../../pipeline/stage.ts";
import { epochNote } from "../_declare/epoch_note.ts";
import type { ProjectParams } from "./params.ts";

/** Words on the last epoch. */
export const note: NoteProgress<ProjectParams> = ({ metrics }) =>
  epochNote(metrics, { accuracy: "trainAccuracy", of: "training" });
